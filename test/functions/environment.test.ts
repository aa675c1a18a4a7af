import { describe, expect, test } from '@jest/globals';
import { readTimes } from '../../functions/dispatcher/read-times.ts';
import { readChoice, readList, readText, readWhole } from '../../functions/environment.ts';

describe('the environment of a function', () => {
  test('gives texts, numbers, choices and lists', () => {
    const environment = { QUEUE: 'https://q', COUNT: '12', LANE: 'stream', PEERS: 'a:1, b:2' };
    expect(readText(environment, 'QUEUE')).toBe('https://q');
    expect(readWhole(environment, 'COUNT', { min: 1, max: 12 })).toBe(12);
    expect(readChoice(environment, 'LANE', ['stream', 'batch'])).toBe('stream');
    expect(readList(environment, 'PEERS')).toEqual(['a:1', 'b:2']);
    expect(readList(environment, 'NONE')).toEqual([]);
  });

  test.each([
    [() => readText({}, 'QUEUE'), 'Cannot start: environment variable QUEUE is missing'],
    [() => readText({ QUEUE: '' }, 'QUEUE'), 'Cannot start: environment variable QUEUE is missing'],
    [
      () => readWhole({ COUNT: '1e3' }, 'COUNT', { min: 1, max: 9 }),
      'Cannot start: environment variable COUNT must be a whole number from 1 to 9, is "1e3"',
    ],
    [
      () => readWhole({ COUNT: '10' }, 'COUNT', { min: 1, max: 9 }),
      'Cannot start: environment variable COUNT must be a whole number from 1 to 9, is "10"',
    ],
    [
      () => readChoice({ LANE: 'slow' }, 'LANE', ['stream', 'batch']),
      'Cannot start: environment variable LANE must be one of stream, batch, is "slow"',
    ],
  ])('says what is wrong with it (%#)', (read, message) => {
    expect(read).toThrow(message);
  });
});

describe('readTimes()', () => {
  const TIMES = { BUDGET_MS: '60000', RESERVE_MS: '40000', MAX_DESTINATIONS_AT_ONCE: '10' };

  test('reads what the stack sets', () => {
    expect(readTimes(TIMES)).toEqual({ budgetMs: 60_000, reserveMs: 40_000, maxDestinationsAtOnce: 10 });
  });

  test('refuses a reserve that is shorter than the longest call', () => {
    expect(() => readTimes({ ...TIMES, RESERVE_MS: '29999' })).toThrow(
      'Cannot start: environment variable RESERVE_MS must be a whole number from 30000 to 900000, is "29999"',
    );
  });
});
