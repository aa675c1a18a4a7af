import { expect, test } from '@jest/globals';
import type { IdleProgram } from '../../../../runtime/runner/process/choose-to-close.ts';
import { chooseToClose } from '../../../../runtime/runner/process/choose-to-close.ts';

const MIB = 1024 * 1024;
const NOW = 100_000;
interface NamedProgram extends IdleProgram {
  readonly name: string;
}
const aProgram = (name: string, sizeMb: number, idleMs: number): NamedProgram => ({
  name,
  sizeBytes: sizeMb * MIB,
  lastUsedAt: NOW - idleMs,
});

test('chooseToClose() takes the least recently used of programs of one size', () => {
  const programs = [aProgram('b', 4, 3_000), aProgram('a', 4, 9_000), aProgram('c', 4, 5_000)];
  expect(chooseToClose(programs, NOW)?.name).toBe('a');
});

test('chooseToClose() takes a hoarder that is always in use before small ones that others used lately', () => {
  const programs = [aProgram('small', 4, 20_000), aProgram('hoarder', 120, 0), aProgram('other', 4, 29_000)];
  expect(chooseToClose(programs, NOW)?.name).toBe('hoarder');
});

test('chooseToClose() takes a small one that nobody used for long before a hoarder at work', () => {
  expect(chooseToClose([aProgram('hoarder', 120, 0), aProgram('small', 4, 31_000)], NOW)?.name).toBe('small');
});

test('chooseToClose() takes none of none', () => {
  expect(chooseToClose<IdleProgram>([], NOW)).toBeNull();
});
