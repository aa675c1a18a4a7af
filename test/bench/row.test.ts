import { describe, expect, test } from '@jest/globals';
import { absoluteRow, median, meetsGoal, relativeRow } from '../../bench/row.ts';

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100, 1], 9.5],
])('median() of %j is %d', (numbers, middle) => {
  expect(median(numbers)).toBe(middle);
});

test('median() of nothing is an error', () => {
  expect(() => median([])).toThrow('Cannot take a median: there are no numbers');
});

describe('a row', () => {
  test('whose goal is for the ratio has a baseline', () => {
    const samples = { values: [90, 80, 1], baselines: [100, 1_000, 50] };
    expect(relativeRow('x', samples, { unit: 'events/s', goal: 0.75, higherIsBetter: true })).toEqual({
      name: 'x',
      value: 80,
      unit: 'events/s',
      baseline: 100,
      ratio: 0.8,
      goal: 0.75,
      higherIsBetter: true,
    });
  });

  test('whose goal is for the value has neither baseline nor ratio', () => {
    expect(absoluteRow('x', [1, 3, 2], { unit: 'ms', goal: 2, higherIsBetter: false })).toEqual({
      name: 'x',
      value: 2,
      unit: 'ms',
      goal: 2,
      higherIsBetter: false,
    });
  });

  test.each([
    [{ value: 9, goal: 10, higherIsBetter: false }, true],
    [{ value: 11, goal: 10, higherIsBetter: false }, false],
    [{ value: 10, goal: 10, higherIsBetter: true }, true],
    [{ value: 9, goal: 10, higherIsBetter: true }, false],
    [{ value: 900, baseline: 1_000, ratio: 0.9, goal: 0.8, higherIsBetter: true }, true],
    [{ value: 1_400, baseline: 1_000, ratio: 1.4, goal: 1.3, higherIsBetter: false }, false],
  ] as const)('%j meets its goal: %p', (row, isMet) => {
    expect(meetsGoal({ name: 'x', unit: 'ms', ...row })).toBe(isMet);
  });
});
