import type { DeliveryHead } from '../contract/delivery.ts';
import type { Disposition } from '../contract/disposition.ts';
import { isDeadLettered, isRetryable } from '../contract/failure-codes.ts';
import type { Failed, Outcome } from '../contract/outcome.ts';
import { failed } from '../contract/outcome.ts';
import type { RetryPolicy } from '../contract/retry-policy.ts';
import { backoffMs } from './backoff.ts';
import { windowEndsAt } from './deadlines.ts';
import { MAX_DELAY_MS } from './jitter.ts';
import { platformBackoffMs } from './platform-backoff.ts';
import { wholeSeconds } from './whole-seconds.ts';

/** How often a delivery may end its child process while it runs alone. */
const MAX_CHILD_DEATHS = 2;
/** What faults of the platform may take of one delivery: a week in which the operator can mend them. Then it is kept. */
const MAX_PLATFORM_MS = 7 * 24 * 3_600_000;

export interface AttemptMade {
  /** The attempt's number, counting from 1. */
  readonly attempt: number;
  /** Milliseconds since 1970, when it was begun. */
  readonly startedAt: number;
  /** The delivery as it was before this attempt. */
  readonly delivery: Pick<DeliveryHead, 'firstAttemptAt' | 'windowExtensionMs' | 'childDeaths'>;
}

/**
 * What to do about an outcome. Pure: the time (milliseconds since 1970) and the randomness (0 to 1) come in.
 * Only `delivered`, and codes that are not dead-lettered, are acknowledged without being kept or tried again.
 */
export function decide(
  outcome: Outcome,
  { attempt, startedAt, delivery }: AttemptMade,
  policy: RetryPolicy,
  { now, random }: { readonly now: number; readonly random: number },
): Disposition {
  if (outcome.kind === 'delivered') return { kind: 'acknowledge', code: null };
  const failure = quarantineIfDeadly(outcome, delivery.childDeaths);
  if (failure.code === 'platform_error') {
    if (delivery.windowExtensionMs >= MAX_PLATFORM_MS) return giveUp(failure);
    const delayMs = wholeSeconds(platformBackoffMs(delivery.windowExtensionMs, random));
    return { kind: 'postpone', delayMs, windowExtensionMs: Math.max(now - startedAt, 0) + delayMs };
  }
  if (!isRetryable(failure.code)) return giveUp(failure);

  const askedMs = Math.min(failure.retryAfterMs ?? 0, MAX_DELAY_MS);
  const delayMs = wholeSeconds(Math.max(backoffMs(attempt, policy, random), askedMs));
  const isLast = policy.maxAttempts > 0 && attempt >= policy.maxAttempts;
  if (isLast || now + delayMs > windowEndsAt(delivery, policy, now)) return giveUp(failure);
  return { kind: 'retry', delayMs, code: failure.code, message: failure.message };
}

function giveUp({ code, message }: Failed): Disposition {
  return isDeadLettered(code) ? { kind: 'dead-letter', code, message } : { kind: 'acknowledge', code };
}

function quarantineIfDeadly(failure: Failed, childDeaths: number): Failed {
  if (failure.childDied !== true || childDeaths + 1 < MAX_CHILD_DEATHS) return failure;
  return failed('quarantined', `The function ended its process ${childDeaths + 1} times: ${failure.message}`);
}
