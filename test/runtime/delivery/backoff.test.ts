import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DEFAULT_RETRY_POLICY } from '../../../runtime/contract/retry-policy.ts';
import { backoffMs } from '../../../runtime/delivery/backoff.ts';
import { platformBackoffMs } from '../../../runtime/delivery/platform-backoff.ts';

const anyRandom = fc.double({ min: 0, max: 1, noNaN: true });

describe('backoffMs()', () => {
  test('doubles from ten seconds to 15 minutes', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((attempt) =>
      backoffMs(attempt, DEFAULT_RETRY_POLICY, 0.5),
    );
    expect(delays).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900].map((seconds) => seconds * 1_000));
  });

  test('spreads a delay by 20 % to either side', () => {
    expect([0, 1].map((random) => backoffMs(1, DEFAULT_RETRY_POLICY, random))).toEqual([8_000, 12_000]);
  });

  test('never delays more than 900 s, jitter included, nor by part of a millisecond', () => {
    const anyPolicy = fc.record({
      firstDelayMs: fc.nat(900_000),
      maxDelayMs: fc.nat(900_000),
      windowMs: fc.nat(),
      maxAttempts: fc.nat(1_000),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), anyPolicy, anyRandom, (attempt, policy, random) => {
        const delayMs = backoffMs(attempt, policy, random);
        expect(Number.isSafeInteger(delayMs) && delayMs >= 0 && delayMs <= 900_000).toBe(true);
      }),
    );
  });
});

describe('platformBackoffMs()', () => {
  test('waits as long again as faults of the platform took so far, from ten seconds to 15 minutes', () => {
    expect([0, 10_000, 25_000, 5_000_000].map((tookMs) => platformBackoffMs(tookMs, 0.5))).toEqual([
      10_000, 10_000, 25_000, 900_000,
    ]);
  });
});
