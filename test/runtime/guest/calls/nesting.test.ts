import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { nestingOf } from '../../../../runtime/guest/calls/nesting.ts';
import { anyJson } from '../../../support/arbitraries.ts';

/** By recursion over the value, which is what the limit is there for. */
function nestingOfValue(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(nestingOfValue));
}

test('nestingOf() counts how deep the values of a JSON text lie', () => {
  fc.assert(
    fc.property(anyJson(), (value) => {
      expect(nestingOf(JSON.stringify(value))).toBe(nestingOfValue(value));
    }),
  );
});

test.each([
  ['5', 0],
  ['"[[["', 0],
  ['"\\"[["', 0],
  ['["\\\\"]', 1],
  ['{"[":{"{":["]"]}}', 3],
  ['[[],[[]],[]]', 3],
  ['"[', 0],
])('nestingOf(%j) is %d', (json, nesting) => {
  expect(nestingOf(json)).toBe(nesting);
});
