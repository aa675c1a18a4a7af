import type { SQSRecord } from 'aws-lambda';
import { parseBatchOrigin } from '../../runtime/contract/batch-origin.ts';
import type { Envelope } from '../../runtime/contract/envelope.ts';
import { parseEnvelope } from '../../runtime/contract/envelope.ts';
import type { Received } from '../received.ts';
import { readAttribute, readRecord } from '../received.ts';

/** The attribute in which a producer may put the write key. */
const WRITE_KEY_ATTRIBUTE = 'writeKey';

/** A message of the events queue, read. */
export interface Incoming {
  readonly received: Received;
  readonly envelope: Envelope;
  /** The SQS id of the message that its events came in with: another one's, where the router split a batch. */
  readonly originId: string;
  /** Where its first event stood in that message. */
  readonly firstIndex: number;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** @throws ParseError that says what is wrong, and where. */
export function parseIncoming(record: SQSRecord, now: number): Incoming {
  const received = readRecord(record, now);
  const envelope = parseEnvelope(received.body, readAttribute(record, WRITE_KEY_ATTRIBUTE));
  if (received.attribute === undefined) {
    return { received, envelope, originId: received.recordId, firstIndex: 0, receivedAt: received.sentAt };
  }
  const { messageId, firstIndex, receivedAt } = parseBatchOrigin(received.attribute);
  return { received, envelope, originId: messageId, firstIndex, receivedAt };
}
