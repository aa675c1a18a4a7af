import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Log } from '../../functions/log.ts';
import { errorFields } from '../../functions/log.ts';
import { MAX_RECEIVE_COUNT } from './queues.ts';

export interface PolledQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** How long a received message stays hidden, in whole seconds. */
  readonly visibilitySeconds: number;
  readonly log: Log;
}

/** Of one request to SQS. */
export const MAX_REQUEST_ENTRIES = 10;
/** Until a failed message is received again: doubles from one second, with each time that it was received. */
const MAX_FAILED_WAIT_SECONDS = 60;

/** A queue as its only consumer sees it. */
export class PolledQueue {
  readonly #options: PolledQueueOptions;

  constructor(options: PolledQueueOptions) {
    this.#options = options;
  }

  /** @param count 10 at most */
  async receive(
    count: number,
    { waitSeconds, signal }: { readonly waitSeconds: number; readonly signal: AbortSignal },
  ): Promise<readonly Message[]> {
    const { client, queueUrl, visibilitySeconds } = this.#options;
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: count,
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: visibilitySeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: signal },
    );
    return Messages;
  }

  /** Hides the messages anew, well before they would be seen again, until `work` has ended. */
  async keepHidden<Result>(messages: readonly Message[], work: () => Promise<Result>): Promise<Result> {
    const { visibilitySeconds } = this.#options;
    const hide = (): Promise<void> => this.#changeVisibility(messages, () => visibilitySeconds);
    const timer = setInterval(() => void hide(), (visibilitySeconds * 1000) / 3);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /**
   * Lets messages be received again after a wait, which is the longer the more often that happened. Received once too often,
   * they go to the queue's DLQ.
   */
  async giveBack(messages: readonly Message[]): Promise<void> {
    const setAside = messages.filter((each) => receiveCount(each) >= MAX_RECEIVE_COUNT);
    if (setAside.length > 0) this.#options.log('messages-set-aside', { messages: setAside.length });
    await this.#changeVisibility(messages, (each) =>
      Math.min(2 ** (receiveCount(each) - 1), MAX_FAILED_WAIT_SECONDS),
    );
  }

  async delete(messages: readonly Message[]): Promise<void> {
    const { client, queueUrl } = this.#options;
    await this.#inRequests('messages-undeleted', messages, async (some) => {
      const Entries = some.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      return client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    });
  }

  async #changeVisibility(
    messages: readonly Message[],
    seconds: (message: Message) => number,
  ): Promise<void> {
    const { client, queueUrl } = this.#options;
    await this.#inRequests('visibility-unchanged', messages, async (some) => {
      const Entries = some.map((each, index) => ({
        Id: String(index),
        ReceiptHandle: each.ReceiptHandle,
        VisibilityTimeout: seconds(each),
      }));
      return client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
    });
  }

  /** What fails here the queue itself makes good: a message is seen again, too early or once more. */
  async #inRequests(
    problem: string,
    messages: readonly Message[],
    request: (some: readonly Message[]) => Promise<{ readonly Failed?: readonly unknown[] | undefined }>,
  ): Promise<void> {
    for (let from = 0; from < messages.length; from += MAX_REQUEST_ENTRIES) {
      try {
        const { Failed = [] } = await request(messages.slice(from, from + MAX_REQUEST_ENTRIES));
        if (Failed.length > 0) this.#options.log(problem, { messages: Failed.length });
      } catch (error) {
        this.#options.log(problem, errorFields(error));
      }
    }
  }
}

function receiveCount({ Attributes }: Message): number {
  return Number(Attributes?.ApproximateReceiveCount ?? 1);
}
