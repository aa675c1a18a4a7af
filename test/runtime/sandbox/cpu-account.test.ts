import { expect, test } from '@jest/globals';
import { CpuAccount } from '../../../runtime/sandbox/cpu-account.ts';

test('CpuAccount charges the share of entered time that was CPU time', () => {
  let enteredMs = 600;
  const cpu = new CpuAccount(() => enteredMs);
  enteredMs += 20;
  expect(cpu.takeEnteredMs()).toBe(20);
  cpu.charge(0.25);
  expect([cpu.usedMs, cpu.entryMs]).toEqual([5, 5]);
});

test('CpuAccount charges an entry with nothing that came before it, seen or not', () => {
  let enteredMs = 0;
  const cpu = new CpuAccount(() => enteredMs);
  enteredMs += 20;
  cpu.takeEnteredMs();
  cpu.charge(1);
  enteredMs += 15;
  cpu.endEntry();
  expect(cpu.entryMs).toBe(0);
  enteredMs += 5;
  expect(cpu.takeEnteredMs()).toBe(20);
  cpu.charge(1);
  expect([cpu.usedMs, cpu.entryMs]).toEqual([40, 5]);
});

test('CpuAccount charges nothing once the isolate is lost and its clock says 0', () => {
  let enteredMs = 100;
  const cpu = new CpuAccount(() => enteredMs);
  enteredMs = 0;
  expect(cpu.takeEnteredMs()).toBe(0);
  cpu.charge(1);
  expect([cpu.usedMs, cpu.entryMs]).toEqual([0, 0]);
});
