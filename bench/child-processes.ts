import { readdirSync, readFileSync } from 'node:fs';

/** A process as the kernel tells of it, in `/proc/<pid>`. Linux only. */
export interface ProcessFacts {
  readonly pid: number;
  /** What it was started with, and its arguments. */
  readonly command: string;
  /** User and system time of all its threads since it started, in the kernel's ticks. */
  readonly cpuTicks: number;
}

/** The processes that this one has started, and that have not ended. */
export function childProcesses(): readonly ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readChild(Number(name)));
}

function readChild(pid: number): readonly ProcessFacts[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, counted after the name, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[1]) !== process.pid) return [];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, command, cpuTicks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    // It has ended since the folder was read.
    return [];
  }
}
