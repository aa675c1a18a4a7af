import { describe, expect, test } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { shareConcurrency } from '../../lib/infra/share-concurrency.ts';

describe('shareConcurrency()', () => {
  test('gives each source the minimum of a new account', () => {
    expect(shareConcurrency(10)).toEqual({
      events: 2,
      deliveries: 2,
      retries: 2,
      deadLetters: 2,
      rejectedEvents: 2,
    });
  });

  test('gives new deliveries twice what retries get', () => {
    expect(shareConcurrency(204)).toMatchObject({ events: 50, deliveries: 100, retries: 50 });
  });

  test('stays within the total and the bounds of an event source', () => {
    assert(
      property(integer({ min: 10, max: 5_000 }), (total) => {
        const shares = Object.values(shareConcurrency(total));
        expect(shares.reduce((sum, share) => sum + share)).toBeLessThanOrEqual(total);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(2);
        expect(Math.max(...shares)).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
