import { expect, test } from '@jest/globals';
import type { ChildWear } from '../../../../runtime/runner/process/child-wear.ts';
import { isWornOut } from '../../../../runtime/runner/process/child-wear.ts';

const MIB = 1024 * 1024;
const LIMITS = { maxRuns: 1_000, minAgeMs: 60_000, maxUnaccountedMb: 300 };
const aWear = (more: Partial<ChildWear> = {}): ChildWear => ({
  runs: 999,
  hasLostIsolate: false,
  ageMs: 3_600_000,
  unaccountedBytes: 300 * MIB,
  ...more,
});

test.each<[string, Partial<ChildWear>, boolean]>([
  ['a child within all limits, however old', {}, false],
  ['one that ran as often as it may', { runs: 1_000 }, true],
  ['one that holds more than its programs account for', { unaccountedBytes: 301 * MIB }, true],
  ['one that lost an isolate', { hasLostIsolate: true }, true],
  ['one that lost an isolate when it was new', { hasLostIsolate: true, ageMs: 59_999 }, false],
])('isWornOut() of %s', (_, wear, isSo) => {
  expect(isWornOut(aWear(wear), LIMITS)).toBe(isSo);
});
