import type { SQSRecord } from 'aws-lambda';
import { ATTRIBUTE_NAME } from '../runtime/contract/delivery-message.ts';

/** A message as a stage takes it from its queue. */
export interface Received {
  /** The SQS message id: it names the message in the batch report, and stays the same when it is received again. */
  readonly recordId: string;
  readonly body: string;
  /** The value of our own attribute. */
  readonly attribute: string | undefined;
  /** How often the message was received, this time included. */
  readonly receiveCount: number;
  /** Milliseconds since 1970, when the message was put into the queue. */
  readonly sentAt: number;
}

/** Reads what Lambda hands over for one message. Where it doesn't say when the message was sent, that is `now`. */
export function readRecord(record: SQSRecord, now: number): Received {
  return {
    recordId: record.messageId,
    body: record.body,
    attribute: readAttribute(record, ATTRIBUTE_NAME),
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    sentAt: Number(record.attributes.SentTimestamp) || now,
  };
}

/** The text of a message attribute, where it has one. */
export function readAttribute(record: SQSRecord, name: string): string | undefined {
  return record.messageAttributes[name]?.stringValue;
}
