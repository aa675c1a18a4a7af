import type { Disposition } from '../../runtime/contract/disposition.ts';
import type { FailureCode } from '../../runtime/contract/failure-codes.ts';
import type { Failed } from '../../runtime/contract/outcome.ts';
import type { Pending } from './pending.ts';

/** What is to become of a delivery. */
export interface Verdict extends Pending {
  readonly disposition: Disposition;
  /** Why; `null` where nothing failed. */
  readonly code: FailureCode | null;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  /** Of its attempt, in milliseconds; `null` where none was made. */
  readonly durationMs: number | null;
  readonly childDied?: Failed['childDied'] | undefined;
}
