import type { Disposition } from '../../runtime/contract/disposition.ts';
import type { FailureCode } from '../../runtime/contract/failure-codes.ts';
import type { Verdict } from './verdict.ts';

export interface VerdictCounts {
  readonly deliveries: number;
  readonly delivered: number;
  readonly discarded: number;
  readonly retried: number;
  readonly postponed: number;
  readonly deadLettered: number;
}

export function countVerdicts(verdicts: readonly Verdict[]): VerdictCounts {
  const counts = { delivered: 0, discarded: 0, retried: 0, postponed: 0, deadLettered: 0 };
  for (const { disposition } of verdicts) counts[nameOf(disposition)] += 1;
  return { deliveries: verdicts.length, ...counts };
}

/** How many deliveries failed for each code, whatever became of them. */
export function countCodes(verdicts: readonly Verdict[]): Partial<Record<FailureCode, number>> {
  const counts: Partial<Record<FailureCode, number>> = {};
  for (const { code } of verdicts) if (code !== null) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function nameOf(disposition: Disposition): Exclude<keyof VerdictCounts, 'deliveries'> {
  switch (disposition.kind) {
    case 'acknowledge':
      return disposition.code === null ? 'delivered' : 'discarded';
    case 'retry':
      return 'retried';
    case 'postpone':
      return 'postponed';
    case 'dead-letter':
      return 'deadLettered';
  }
}
