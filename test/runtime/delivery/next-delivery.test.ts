import { describe, expect, test } from '@jest/globals';
import { nextDelivery } from '../../../runtime/delivery/next-delivery.ts';
import { aDelivery, NOON } from '../../support/builders.ts';

const ended = { attempt: 2, endedAt: NOON };
const retry = { kind: 'retry', delayMs: 1_000, code: 'retry', message: 'busy' } as const;

describe('nextDelivery()', () => {
  test('counts a failed attempt and remembers it', () => {
    expect(nextDelivery(aDelivery({ firstAttemptAt: NOON - 1 }), ended, retry)).toEqual({
      attempt: 3,
      delivery: aDelivery({
        firstAttemptAt: NOON - 1,
        history: [{ attempt: 2, at: NOON, code: 'retry', message: 'busy' }],
      }),
    });
  });

  test('starts the retry window when the first attempt ended', () => {
    expect(nextDelivery(aDelivery(), { attempt: 1, endedAt: NOON }, retry).delivery.firstAttemptAt).toBe(
      NOON,
    );
  });

  test('counts the death of its child process', () => {
    const { delivery } = nextDelivery(aDelivery({ childDeaths: 1 }), { ...ended, childDied: true }, retry);
    expect(delivery.childDeaths).toBe(2);
  });

  test('counts no attempt that was postponed', () => {
    const postpone = { kind: 'postpone', delayMs: 1_000, windowExtensionMs: 1_500 } as const;
    expect(nextDelivery(aDelivery({ windowExtensionMs: 500 }), ended, postpone)).toEqual({
      attempt: 2,
      delivery: aDelivery({ windowExtensionMs: 2_000 }),
    });
  });

  test('ends the history of a dead letter with its reason', () => {
    const giveUp = { kind: 'dead-letter', code: 'bad_request', message: 'no such field' } as const;
    expect(nextDelivery(aDelivery(), ended, giveUp).delivery.history).toEqual([
      { attempt: 2, at: NOON, code: 'bad_request', message: 'no such field' },
    ]);
  });

  test('counts no attempt that never came to run', () => {
    const giveUp = { kind: 'dead-letter', code: 'expired', message: 'too late' } as const;
    expect(nextDelivery(aDelivery({ firstAttemptAt: 1 }), ended, giveUp).delivery.history).toEqual([
      { attempt: 1, at: NOON, code: 'expired', message: 'too late' },
    ]);
  });
});
