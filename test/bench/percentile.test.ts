import { expect, test } from '@jest/globals';
import { percentile } from '../../bench/percentile.ts';

test.each([
  [[5, 1, 3], 0.5, 3],
  [[7], 0.99, 7],
  [[1, 2, 3, 4], 0.75, 3],
  [[1, 2, 3, 4], 1, 4],
  [[2, 1], 0, 1],
])('percentile() of %j at %d is %d', (numbers, share, value) => {
  expect(percentile(numbers, share)).toBe(value);
});

test('percentile() at 0.99 leaves out one of a hundred', () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  expect(percentile(numbers, 0.99)).toBe(98);
});

test('percentile() of nothing is an error', () => {
  expect(() => percentile([], 0.99)).toThrow('Cannot take a percentile: there are no numbers');
});
