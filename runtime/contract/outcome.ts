import type { FailureCode } from './failure-codes.ts';

/** Of an outcome's message, in characters. Longer ones are cut where they arise. */
const MAX_MESSAGE_LENGTH = 1_000;

/** How an attempt ended: a value, never an exception. */
export type Outcome = Delivered | Failed;

export interface Delivered {
  readonly kind: 'delivered';
}

export interface Failed {
  readonly kind: 'failed';
  readonly code: FailureCode;
  readonly message: string;
  /** What the partner asked to wait before the next attempt, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The child process died, or had to be killed, while it ran this delivery and no other. */
  readonly childDied?: true;
}

export const DELIVERED: Delivered = { kind: 'delivered' };

export function failed(
  code: FailureCode,
  message: string,
  more: Pick<Failed, 'retryAfterMs' | 'childDied'> = {},
): Failed {
  return { kind: 'failed', code, message: message.slice(0, MAX_MESSAGE_LENGTH), ...more };
}
