import type { RetryPolicy } from '../contract/retry-policy.ts';

/** The longest that SQS delays a message: 15 minutes, in milliseconds. */
export const MAX_DELAY_MS = 900_000;
/** Spreads retries of one moment over time, so that a partner that comes back isn't flooded. */
const JITTER = 0.2;

/**
 * How long to wait after failed attempt number `attempt`, in milliseconds: doubling from the policy's first
 * delay to its longest, ±20 %, never over 900 s.
 *
 * @param random from 0 to 1
 */
export function backoffMs(attempt: number, policy: RetryPolicy, random: number): number {
  const doubled = policy.firstDelayMs * 2 ** Math.min(attempt - 1, 30);
  const delayMs = Math.min(doubled, policy.maxDelayMs);
  return Math.min(Math.round(delayMs * (1 + JITTER * (2 * random - 1))), MAX_DELAY_MS);
}
