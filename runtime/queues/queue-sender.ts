/** A message to be sent: `delayMs` is rounded up to whole seconds, which is what SQS knows, and clamped to 900 s. */
export interface OutgoingMessage {
  readonly body: string;
  /** The value of the one attribute `sluice`; left out for none. */
  readonly attribute?: string;
  /** SQS fair queues order a backlog fairly by it. */
  readonly groupId?: string;
  readonly delayMs?: number;
}

/** Where messages are sent to: one queue. */
export interface QueueSender {
  /**
   * Sends all messages, in requests as large as SQS allows; what SQS refuses singly is tried again a few times.
   * @returns the messages that are not safely in the queue; empty when all are.
   */
  send(messages: readonly OutgoingMessage[]): Promise<readonly OutgoingMessage[]>;
}
