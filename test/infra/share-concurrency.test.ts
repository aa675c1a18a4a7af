import { describe, expect, test } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { shareConcurrency } from '../../lib/infra/share-concurrency.ts';

describe('shareConcurrency() with a runner in the dispatcher', () => {
  test('gives each source the minimum of a new account', () => {
    expect(shareConcurrency(10, 'process')).toEqual({
      events: 2,
      deliveries: 2,
      retries: 2,
      deadLetters: 2,
      rejectedEvents: 2,
      runnersEach: 0,
    });
  });

  test('gives new deliveries twice what retries get', () => {
    expect(shareConcurrency(204, 'process')).toMatchObject({ events: 50, deliveries: 100, retries: 50 });
  });

  test('stays within the total and the bounds of an event source', () => {
    assert(
      property(integer({ min: 10, max: 5_000 }), (total) => {
        const { runnersEach: _, ...sources } = shareConcurrency(total, 'process');
        const shares = Object.values(sources);
        expect(shares.reduce((sum, share) => sum + share)).toBeLessThanOrEqual(total);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(2);
        expect(Math.max(...shares)).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});

describe('shareConcurrency() with a runner of its own', () => {
  test('gives each source the minimum of a new account, and a dispatcher one invocation of the runner', () => {
    expect(shareConcurrency(10, 'function')).toEqual({
      events: 2,
      deliveries: 2,
      retries: 2,
      deadLetters: 2,
      rejectedEvents: 2,
      runnersEach: 1,
    });
  });

  test.each([
    [14, 1],
    [18, 2],
    [22, 3],
    [26, 4],
    [1_000, 4],
  ])('lets a dispatcher of %i in all have %i invocations of the runner at once', (total, runnersEach) => {
    expect(shareConcurrency(total, 'function')).toMatchObject({ runnersEach });
  });

  test('stays within the total, the invocations of the runner included, where there are fourteen or more', () => {
    assert(
      property(integer({ min: 14, max: 5_000 }), (total) => {
        const { runnersEach, ...sources } = shareConcurrency(total, 'function');
        const shares = Object.values(sources);
        const runners = (sources.deliveries + sources.retries) * runnersEach;
        expect(shares.reduce((sum, share) => sum + share) + runners).toBeLessThanOrEqual(total);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(2);
        expect(Math.max(...shares)).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
