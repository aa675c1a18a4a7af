import type { Disposition } from '../../runtime/contract/disposition.ts';
import type { Failed } from '../../runtime/contract/outcome.ts';
import type { RetryPolicy } from '../../runtime/contract/retry-policy.ts';
import { decide } from '../../runtime/delivery/decide.ts';
import { wholeSeconds } from '../../runtime/delivery/whole-seconds.ts';
import type { Pending } from './pending.ts';
import type { Turn } from './run-deliveries.ts';
import type { Verdict } from './verdict.ts';

/** For what the budget left no time for: it is nobody's fault, so it comes back soon. */
const NOT_STARTED_DELAY_MS = 1_000;

/** Decides about a delivery that had its turn at the runner. */
export function judgeTurn({ pending, result, startedAt, endedAt }: Turn, policy: RetryPolicy): Verdict {
  if (result.kind === 'not-started') return postponeUncounted(pending, NOT_STARTED_DELAY_MS, endedAt);
  const { outcome, durationMs } = result;
  const { message, delivery } = pending;
  const disposition = decide(outcome, { attempt: message.attempt, startedAt, delivery }, policy, {
    now: endedAt,
    random: message.random,
  });
  const failure = outcome.kind === 'failed' ? outcome : null;
  const code = 'code' in disposition ? disposition.code : (failure?.code ?? null);
  return { ...pending, disposition, code, endedAt, durationMs, childDied: failure?.childDied };
}

/** Decides about a delivery whose attempt failed before it could begin. */
export function judgeUnusable(pending: Pending, outcome: Failed, policy: RetryPolicy, now: number): Verdict {
  const result = { kind: 'ran', outcome, durationMs: 0 } as const;
  return judgeTurn({ pending, result, startedAt: now, endedAt: now }, policy);
}

/** Sends a delivery on as it is, its attempt uncounted. */
export function postponeUncounted(pending: Pending, delayMs: number, now: number): Verdict {
  return unrun(pending, { kind: 'postpone', delayMs: wholeSeconds(delayMs), windowExtensionMs: 0 }, now);
}

/** Discards a delivery whose destination is gone. */
export function discardDisabled(pending: Pending, now: number): Verdict {
  return unrun(pending, { kind: 'acknowledge', code: 'destination_disabled' }, now);
}

/** Gives up a delivery that came too late to be tried again. */
export function giveUpExpired(pending: Pending, now: number): Verdict {
  const last = pending.delivery.history.at(-1);
  const after = last === undefined ? '' : `, the last attempt ended in ${last.code}: ${last.message}`;
  const message = `The retry window is over${after}`;
  return unrun(pending, { kind: 'dead-letter', code: 'expired', message }, now);
}

function unrun(pending: Pending, disposition: Disposition, now: number): Verdict {
  const code = 'code' in disposition ? disposition.code : null;
  return { ...pending, disposition, code, endedAt: now, durationMs: null };
}
