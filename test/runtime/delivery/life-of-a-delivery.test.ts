import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Delivery } from '../../../runtime/contract/delivery.ts';
import type { Disposition } from '../../../runtime/contract/disposition.ts';
import type { FailureCode } from '../../../runtime/contract/failure-codes.ts';
import { isDeadLettered } from '../../../runtime/contract/failure-codes.ts';
import type { Failed, Outcome } from '../../../runtime/contract/outcome.ts';
import { DELIVERED, failed } from '../../../runtime/contract/outcome.ts';
import type { RetryPolicy } from '../../../runtime/contract/retry-policy.ts';
import { DEFAULT_RETRY_POLICY } from '../../../runtime/contract/retry-policy.ts';
import { isExpired, windowEndsAt } from '../../../runtime/delivery/deadlines.ts';
import { decide } from '../../../runtime/delivery/decide.ts';
import { nextDelivery } from '../../../runtime/delivery/next-delivery.ts';
import { anyCode } from '../../support/arbitraries.ts';
import { aDelivery, NOON } from '../../support/builders.ts';

/** One try at a delivery: how it ends, how long it takes, and how much later than asked it starts. */
interface Try {
  readonly outcome: Outcome;
  readonly tookMs: number;
  readonly lateMs: number;
  readonly random: number;
}

interface Step extends Try {
  readonly attempt: number;
  readonly startedAt: number;
  readonly before: Delivery;
  readonly disposition: Disposition;
}

const RETRIED: readonly FailureCode[] = ['retry', 'network_error', 'gateway_timeout', 'invalid_function'];

function anyTry(anyOutcome: fc.Arbitrary<Outcome>): fc.Arbitrary<Try> {
  return fc.record({
    outcome: anyOutcome,
    tookMs: fc.nat(90_000),
    lateMs: fc.nat(60_000),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });
}

function anyFailure(anyFailureCode: fc.Arbitrary<FailureCode>): fc.Arbitrary<Failed> {
  return fc
    .record({
      code: anyFailureCode,
      retryAfterMs: fc.option(fc.nat(10_000_000)),
      childDied: fc.boolean(),
    })
    .map(({ code, retryAfterMs, childDied }) =>
      failed(code, 'why', {
        ...(retryAfterMs === null ? {} : { retryAfterMs }),
        ...(childDied ? { childDied } : {}),
      }),
    );
}

/** Lives a delivery's life as the dispatcher makes it: from try to try, until it ends or the tries do. */
function live(tries: readonly Try[], policy: RetryPolicy): readonly Step[] {
  const steps: Step[] = [];
  let [now, attempt, delivery] = [NOON, 1, aDelivery()];
  for (const each of tries) {
    now += each.lateMs;
    const startedAt = now;
    const base = { ...each, attempt, startedAt, before: delivery };
    if (isExpired(delivery, policy, now)) {
      const disposition = { kind: 'dead-letter', code: 'expired', message: 'too late' } as const;
      return [...steps, { ...base, disposition }];
    }
    now += each.tookMs;
    const made = { attempt, startedAt, delivery };
    const disposition = decide(each.outcome, made, policy, { now, random: each.random });
    steps.push({ ...base, disposition });
    if (disposition.kind === 'acknowledge' || disposition.kind === 'dead-letter') return steps;
    const childDied = each.outcome.kind === 'failed' ? each.outcome.childDied : undefined;
    ({ attempt, delivery } = nextDelivery(delivery, { attempt, endedAt: now, childDied }, disposition));
    now += disposition.delayMs;
  }
  return steps;
}

/** What was left of the retry window when a try began. */
function leftMs({ before, startedAt }: Step): number {
  return windowEndsAt(before, DEFAULT_RETRY_POLICY, startedAt) - startedAt;
}

const anyOutcome = fc.oneof(
  fc.constant(DELIVERED),
  anyFailure(anyCode()),
  anyFailure(fc.constantFrom(...RETRIED, 'platform_error' as const)),
);
const anyTries = fc.array(anyTry(anyOutcome), { minLength: 1, maxLength: 60 });
const endlessFailure = fc.array(anyTry(anyFailure(fc.constantFrom(...RETRIED))), {
  minLength: 600,
  maxLength: 600,
});
const anyPolicy = fc.record({
  firstDelayMs: fc.integer({ min: 1, max: 900_000 }),
  maxDelayMs: fc.integer({ min: 1, max: 900_000 }),
  windowMs: fc.nat(8 * 3_600_000),
  maxAttempts: fc.nat(20),
});

describe('the life of a delivery', () => {
  test('never ends but delivered, discarded for a code that is not kept, or kept', () => {
    fc.assert(
      fc.property(anyTries, anyPolicy, (tries, policy) => {
        for (const { disposition, outcome } of live(tries, policy)) {
          if (disposition.kind !== 'acknowledge') continue;
          if (disposition.code === null) expect(outcome.kind).toBe('delivered');
          else expect(isDeadLettered(disposition.code)).toBe(false);
        }
      }),
    );
  });

  test('waits 900 s at most between tries', () => {
    fc.assert(
      fc.property(anyTries, anyPolicy, (tries, policy) => {
        for (const { disposition } of live(tries, policy)) {
          if (!('delayMs' in disposition)) continue;
          expect(disposition.delayMs).toBeGreaterThanOrEqual(0);
          expect(disposition.delayMs).toBeLessThanOrEqual(900_000);
        }
      }),
    );
  });

  test('counts attempts one by one, and only those that were the function’s', () => {
    fc.assert(
      fc.property(anyTries, anyPolicy, (tries, policy) => {
        const steps = live(tries, policy);
        steps.slice(1).forEach((step, index) => {
          const grown = steps[index]?.disposition.kind === 'retry' ? 1 : 0;
          expect(step.attempt).toBe((steps[index]?.attempt ?? 0) + grown);
        });
      }),
    );
  });

  test('starts no attempt later than four hours after the first ended, and ends in the dead letters', () => {
    fc.assert(
      fc.property(endlessFailure, (tries) => {
        const steps = live(tries, DEFAULT_RETRY_POLICY);
        const last = steps.at(-1);
        expect(last?.disposition.kind).toBe('dead-letter');
        for (const step of steps) {
          if (step.before.firstAttemptAt === null) continue;
          if (step.disposition.kind === 'dead-letter' && step.disposition.code === 'expired') continue;
          expect(step.startedAt - step.before.firstAttemptAt).toBeLessThanOrEqual(4 * 3_600_000);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('loses nothing of its window and no attempt to faults of the platform', () => {
    const faults = fc.array(anyTry(fc.constant({ kind: 'failed', code: 'platform_error', message: 'why' })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(faults, fc.boolean(), (tries, triedBefore) => {
        const retried = {
          outcome: { kind: 'failed', code: 'retry', message: '' },
          tookMs: 0,
          lateMs: 0,
          random: 0.5,
        } as const;
        const punctual = tries.map((each) => ({ ...each, lateMs: 0 }));
        const steps = live([...(triedBefore ? [retried] : []), ...punctual, retried], DEFAULT_RETRY_POLICY);
        const [first, last] = [steps[triedBefore ? 1 : 0], steps.at(-1)];
        if (first === undefined || last === undefined) throw new Error('nothing was tried');
        expect(last.attempt).toBe(first.attempt);
        expect(last.before.firstAttemptAt === null).toBe(!triedBefore);
        if (triedBefore) expect(leftMs(last)).toBe(leftMs(first));
      }),
    );
  });

  test('ends in the dead letters when the platform’s faults never do', () => {
    const fault = {
      outcome: { kind: 'failed', code: 'platform_error', message: '' },
      tookMs: 0,
      lateMs: 0,
      random: 0.5,
    } as const;
    const steps = live(
      Array.from({ length: 1_000 }, () => fault),
      DEFAULT_RETRY_POLICY,
    );
    expect(steps.at(-1)?.disposition).toMatchObject({ kind: 'dead-letter', code: 'platform_error' });
    expect(steps.at(-1)?.attempt).toBe(1);
  });
});
