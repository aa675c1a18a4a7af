import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const childPath = join(import.meta.dirname, '../../../../runtime/runner/process/child/main.ts');

/** This process's runners' children, by what the kernel says. */
export function childPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${process.pid}\n`);
        return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(childPath);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** @throws Error when there is none, or more than one */
export function onlyChildPid(): number {
  const [pid, ...more] = childPids();
  if (pid === undefined || more.length > 0)
    throw new Error(`Expected one child, there are ${childPids().length}`);
  return pid;
}

export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}
