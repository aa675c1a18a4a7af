import { expect, test } from '@jest/globals';
import { listLetters, toListed } from '../../../lib/cli/describe-letters.ts';
import type { DeadLetter } from '../../../runtime/contract/dead-letter.ts';
import type { PastAttempt } from '../../../runtime/contract/delivery.ts';
import { aDelivery } from '../../support/builders.ts';

const at = (seconds: number): number => Date.UTC(2026, 10, 24, 12, 0, seconds);
const retried: PastAttempt = { attempt: 1, at: at(1), code: 'retry', message: 'later' };

function aLetter(
  { code, attempts }: Pick<DeadLetter, 'code' | 'attempts'>,
  past: readonly PastAttempt[],
): DeadLetter {
  const delivery = aDelivery({ firstAttemptAt: past[0]?.at ?? null, history: past });
  const message = past.at(-1)?.message ?? '';
  return {
    v: 1,
    id: 'd1',
    destinationId: 'dst_1',
    lane: 'stream',
    code,
    message,
    attempts,
    gaveUpAt: at(9),
    delivery,
  };
}

test('a letter that expired was last tried when it was, not when it was given up', () => {
  const expired: PastAttempt = { attempt: 1, at: at(9), code: 'expired', message: 'over' };
  const listed = toListed(aLetter({ code: 'expired', attempts: 1 }, [retried, expired]), new Map());
  expect(listed).toMatchObject({
    destination: 'dst_1',
    firstAttemptAt: '2026-11-24T12:00:01.000Z',
    lastAttemptAt: '2026-11-24T12:00:01.000Z',
  });
});

test('a letter of several attempts tells the last', () => {
  const failed: PastAttempt = { attempt: 2, at: at(5), code: 'bad_request', message: 'no' };
  const listed = toListed(aLetter({ code: 'bad_request', attempts: 2 }, [retried, failed]), new Map());
  expect(listed.lastAttemptAt).toBe('2026-11-24T12:00:05.000Z');
});

test('a letter that was never tried tells when it was given up', () => {
  const listed = toListed(aLetter({ code: 'expired', attempts: 0 }, []), new Map());
  expect(listed).toMatchObject({ firstAttemptAt: null, lastAttemptAt: '2026-11-24T12:00:09.000Z' });
});

test('a list counts attempts as people do', () => {
  const listed = toListed(aLetter({ code: 'retry', attempts: 1 }, [retried]), new Map());
  expect(listLetters([listed])).toContain(', 1 attempt, the last at ');
});
