import type { DeliveryHead } from '../contract/delivery.ts';
import type { RetryPolicy } from '../contract/retry-policy.ts';

type Attempted = Pick<DeliveryHead, 'firstAttemptAt' | 'windowExtensionMs'>;

/** When no further attempt may start, in milliseconds since 1970. A delivery never tried has its whole window. */
export function windowEndsAt(delivery: Attempted, policy: RetryPolicy, now: number): number {
  return (delivery.firstAttemptAt ?? now) + policy.windowMs + delivery.windowExtensionMs;
}

/** Whether a delivery came too late to be run again: it is given up as `expired`. */
export function isExpired(delivery: Attempted, policy: RetryPolicy, now: number): boolean {
  return now > windowEndsAt(delivery, policy, now);
}
