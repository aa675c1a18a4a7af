import type { OutgoingMessage, QueueSender } from '../../runtime/queues/queue-sender.ts';

/** A queue that keeps what is sent to it, and refuses what a test wants it to. */
export class FakeQueue implements QueueSender {
  readonly sent: OutgoingMessage[] = [];
  /** Of each message that is about to be sent. */
  refuses: (message: OutgoingMessage) => boolean = () => false;
  /** Thrown in place of sending. */
  failure: Error | null = null;

  async send(messages: readonly OutgoingMessage[]): Promise<readonly OutgoingMessage[]> {
    if (this.failure !== null) throw this.failure;
    const unsent = messages.filter((each) => this.refuses(each));
    this.sent.push(...messages.filter((each) => !unsent.includes(each)));
    return unsent;
  }
}
