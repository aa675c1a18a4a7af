import { childProcesses } from './child-processes.ts';

/** The kernel counts a process's time in ticks of 10 ms (`getconf CLK_TCK`). */
const TICK_MICROS = 10_000;

/** CPU time that this process and its children have used since they started, in microseconds. Linux only. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  const ticks = childProcesses().reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  return user + system + ticks * TICK_MICROS;
}
