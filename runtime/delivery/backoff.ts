import type { RetryPolicy } from '../contract/retry-policy.ts';
import { withJitter } from './jitter.ts';

/** 2 ** 30 times any delay is over every limit; beyond 2 ** 1023 there are no numbers. */
const MAX_DOUBLINGS = 30;

/**
 * How long to wait after failed attempt number `attempt`, in milliseconds: doubling from the policy's first
 * delay to its longest, ±20 %, never over 900 s.
 *
 * @param random from 0 to 1
 */
export function backoffMs(attempt: number, policy: RetryPolicy, random: number): number {
  const doubledMs = policy.firstDelayMs * 2 ** Math.min(attempt - 1, MAX_DOUBLINGS);
  return withJitter(Math.min(doubledMs, policy.maxDelayMs), random);
}
