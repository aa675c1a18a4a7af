import { describe, expect, test } from '@jest/globals';
import { DEFAULT_RETRY_POLICY, parseRetryPolicy } from '../../../runtime/contract/retry-policy.ts';

describe('parseRetryPolicy()', () => {
  test('fills in what is left out', () => {
    expect(parseRetryPolicy({})).toEqual(DEFAULT_RETRY_POLICY);
    expect(parseRetryPolicy({ firstDelayMs: 1_000, maxDelayMs: 5_000, windowMs: 60_000 })).toEqual({
      firstDelayMs: 1_000,
      maxDelayMs: 5_000,
      windowMs: 60_000,
      maxAttempts: 0,
    });
  });

  test('leaves the default policy alone', () => {
    parseRetryPolicy({ windowMs: 1 });
    expect(DEFAULT_RETRY_POLICY.windowMs).toBe(14_400_000);
  });

  test.each([
    ['no object', 7, 'retry: must be an object, is a number'],
    [
      'a member that is unknown',
      { window: 1 },
      'retry.window: is unknown, use firstDelayMs, maxDelayMs, windowMs, maxAttempts',
    ],
    ['a string', { windowMs: '4h' }, 'retry.windowMs: must be a number, is a string'],
    ['a fraction', { maxAttempts: 1.5 }, 'retry.maxAttempts: must be a whole number from 0 to 1000, is 1.5'],
    [
      'more than SQS can delay',
      { maxDelayMs: 900_001 },
      'retry.maxDelayMs: must be a whole number from 0 to 900000, is 900001',
    ],
  ])('says what is wrong with %s', (_, input, message) => {
    expect(() => parseRetryPolicy(input)).toThrow(message);
  });
});
