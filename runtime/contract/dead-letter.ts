import type { Delivery, Lane } from './delivery.ts';
import type { FailureCode } from './failure-codes.ts';

/** A delivery that is kept for a person: its event, its destination, every reason. */
export interface DeadLetter {
  readonly v: 1;
  /** The delivery's id. */
  readonly id: string;
  readonly destinationId: string;
  readonly lane: Lane;
  /** Why it was given up, and the last failure's message. */
  readonly code: FailureCode;
  readonly message: string;
  /** The attempts that were made. */
  readonly attempts: number;
  /** Milliseconds since 1970, when it was given up. */
  readonly gaveUpAt: number;
  readonly delivery: Delivery;
}
