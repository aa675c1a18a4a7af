import { readFileSync } from 'node:fs';
import { childProcesses } from './child-processes.ts';
import { CHILD_PATH } from './start-runner.ts';

const PAGE_BYTES = 4_096;
const MIB = 1024 * 1024;

/** Resident memory of the runner's child, in MiB. @throws Error when there is none, or more than one */
export function childResidentMb(): number {
  const [child, ...others] = childProcesses().filter(({ command }) => command.includes(CHILD_PATH));
  if (child === undefined || others.length > 0) {
    throw new Error(`Cannot measure memory: this process has ${child ? 'several runners' : 'no runner'}`);
  }
  const [, residentPages] = readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ');
  return (Number(residentPages) * PAGE_BYTES) / MIB;
}

/** Resident memory of this process, in MiB. */
export function ownResidentMb(): number {
  return process.memoryUsage.rss() / MIB;
}
