import type { RejectedEvent } from '../../runtime/contract/rejected-event.ts';
import { escapeForSqs } from '../../runtime/contract/sqs-text.ts';
import { stableId } from './stable-id.ts';

/** Where a rejected text came from. */
export interface RejectedFrom {
  /** The SQS id of the message that it came in with. */
  readonly originId: string;
  /** Its place in that message's batch; `null` for the message as a whole. */
  readonly index: number | null;
  readonly receivedAt: number;
  readonly sourceId: string | null;
}

/** Makes of what can't be accepted what is filed. */
export function reject(text: string, reason: string, from: RejectedFrom): RejectedEvent {
  const { originId, index, receivedAt, sourceId } = from;
  const id = stableId('rejected', originId, index ?? 'message');
  return { v: 1, id, receivedAt, reason, sourceId, text: escapeForSqs(text) };
}
