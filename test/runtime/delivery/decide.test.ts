import { describe, expect, test } from '@jest/globals';
import type { FailureCode } from '../../../runtime/contract/failure-codes.ts';
import { FAILURES } from '../../../runtime/contract/failure-codes.ts';
import type { Outcome } from '../../../runtime/contract/outcome.ts';
import { DELIVERED, failed } from '../../../runtime/contract/outcome.ts';
import type { RetryPolicy } from '../../../runtime/contract/retry-policy.ts';
import { DEFAULT_RETRY_POLICY } from '../../../runtime/contract/retry-policy.ts';
import type { AttemptMade } from '../../../runtime/delivery/decide.ts';
import { decide } from '../../../runtime/delivery/decide.ts';
import { aDelivery, NOON } from '../../support/builders.ts';

const HOUR_MS = 3_600_000;
/** In the middle of the jitter: delays are what the policy says. */
const moment = { now: NOON, random: 0.5 };

function anAttempt(more: Partial<AttemptMade> = {}): AttemptMade {
  return { attempt: 1, startedAt: NOON, delivery: aDelivery(), ...more };
}

function decided(outcome: Outcome, attempt: AttemptMade = anAttempt(), policy: Partial<RetryPolicy> = {}) {
  return decide(outcome, attempt, { ...DEFAULT_RETRY_POLICY, ...policy }, moment);
}

/** An attempt that ends this long after the first one did. */
function afterFirst(elapsedMs: number): AttemptMade {
  return anAttempt({ delivery: aDelivery({ firstAttemptAt: NOON - elapsedMs }) });
}

function afterDeaths(childDeaths: number): AttemptMade {
  return anAttempt({ delivery: aDelivery({ childDeaths }) });
}

describe('decide()', () => {
  test('acknowledges what was delivered', () => {
    expect(decided(DELIVERED)).toEqual({ kind: 'acknowledge', code: null });
  });

  test.each(Object.entries(FAILURES))('does about %s what the table of codes says', (code, failure) => {
    const { kind } = decided(failed(code as FailureCode, 'why'));
    if (code === 'platform_error') expect(kind).toBe('postpone');
    else if (failure.retried) expect(kind).toBe('retry');
    else expect(kind).toBe(failure.deadLettered ? 'dead-letter' : 'acknowledge');
  });

  test('retries ten seconds after the first attempt, and tells why', () => {
    expect(decided(failed('retry', 'partner answered 503'))).toEqual({
      kind: 'retry',
      delayMs: 10_000,
      code: 'retry',
      message: 'partner answered 503',
    });
  });

  test.each([
    ['waits as long as the partner asks', 60_000, 60_000],
    ['waits at least as long as the policy says', 1, 10_000],
    ['waits 15 minutes at most', 86_400_000, 900_000],
    ['waits whole seconds, which is what SQS knows', 10_000.2, 11_000],
  ])('%s', (_, retryAfterMs, delayMs) => {
    expect(decided(failed('retry', '', { retryAfterMs }))).toMatchObject({ kind: 'retry', delayMs });
  });

  test('dead-letters after four hours', () => {
    expect(decided(failed('network_error', 'refused'), afterFirst(4 * HOUR_MS - 10_000)).kind).toBe('retry');
    expect(decided(failed('network_error', 'refused'), afterFirst(4 * HOUR_MS - 9_999))).toEqual({
      kind: 'dead-letter',
      code: 'network_error',
      message: 'refused',
    });
  });

  // What was let through by a part of a second came back too late, as `expired` and not as what it was.
  test('dead-letters what would come back too late for want of shorter delays', () => {
    const policy = { firstDelayMs: 1_200, windowMs: 1_500 };
    expect(decided(failed('retry', 'later'), anAttempt(), policy)).toEqual({
      kind: 'dead-letter',
      code: 'retry',
      message: 'later',
    });
  });

  test('dead-letters after as many attempts as the policy allows', () => {
    const kinds = [1, 2, 3].map(
      (attempt) => decided(failed('retry', ''), anAttempt({ attempt }), { maxAttempts: 3 }).kind,
    );
    expect(kinds).toEqual(['retry', 'retry', 'dead-letter']);
  });

  test('quarantines a delivery whose child process died a second time', () => {
    const died = failed('memory_limit_exceeded', 'process ended', { childDied: true });
    expect(decided(died, afterDeaths(0)).kind).toBe('retry');
    expect(decided(died, afterDeaths(1))).toEqual({
      kind: 'dead-letter',
      code: 'quarantined',
      message: 'The function ended its process 2 times: process ended',
    });
  });

  test('gives a delivery that died once another chance to fail in its own way', () => {
    expect(decided(failed('retry', ''), afterDeaths(1)).kind).toBe('retry');
  });

  test('lengthens the window by all that a fault of the platform takes', () => {
    expect(decided(failed('platform_error', ''), anAttempt({ startedAt: NOON - 3_000 }))).toEqual({
      kind: 'postpone',
      delayMs: 10_000,
      windowExtensionMs: 13_000,
    });
  });

  test('postpones for a fault of the platform even where the window is over and the attempts are used up', () => {
    const late = anAttempt({ attempt: 9, delivery: aDelivery({ firstAttemptAt: NOON - 5 * HOUR_MS }) });
    expect(decided(failed('platform_error', ''), late, { maxAttempts: 1 }).kind).toBe('postpone');
  });

  test('keeps a delivery that faults of the platform held up for a week', () => {
    const heldUp = anAttempt({ delivery: aDelivery({ windowExtensionMs: 7 * 24 * HOUR_MS }) });
    expect(decided(failed('platform_error', 'no key'), heldUp)).toEqual({
      kind: 'dead-letter',
      code: 'platform_error',
      message: 'no key',
    });
  });
});
