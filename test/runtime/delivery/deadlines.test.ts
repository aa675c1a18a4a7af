import { describe, expect, test } from '@jest/globals';
import { DEFAULT_RETRY_POLICY } from '../../../runtime/contract/retry-policy.ts';
import { isExpired, windowEndsAt } from '../../../runtime/delivery/deadlines.ts';
import { aDelivery, NOON } from '../../support/builders.ts';

const FOUR_HOURS_MS = 14_400_000;

describe('windowEndsAt()', () => {
  test('is four hours after the first attempt, and later by what the platform took', () => {
    const delivery = aDelivery({ firstAttemptAt: NOON, windowExtensionMs: 5_000 });
    expect(windowEndsAt(delivery, DEFAULT_RETRY_POLICY, NOON + 1)).toBe(NOON + FOUR_HOURS_MS + 5_000);
  });
});

describe('isExpired()', () => {
  test('lets the last millisecond of the window pass, and nothing after it', () => {
    const delivery = aDelivery({ firstAttemptAt: NOON });
    const after = (elapsedMs: number): boolean => isExpired(delivery, DEFAULT_RETRY_POLICY, NOON + elapsedMs);
    expect([after(FOUR_HOURS_MS), after(FOUR_HOURS_MS + 1)]).toEqual([false, true]);
  });

  test('never holds for a delivery that was not tried yet, however long it waited', () => {
    const delivery = aDelivery({ receivedAt: NOON - 10 * FOUR_HOURS_MS });
    expect(isExpired(delivery, { ...DEFAULT_RETRY_POLICY, windowMs: 0 }, NOON)).toBe(false);
  });
});
