import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts a process's time in ticks of 10 ms (`getconf CLK_TCK`). */
const TICK_MICROS = 10_000;

/** CPU time that this process and its children have used since they started, in microseconds. Linux only. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system + childrenCpuMicros();
}

function childrenCpuMicros(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc')) {
    const fields = /^\d+$/.test(pid) ? statFields(pid) : [];
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, counted after the name: parent, then user and system time.
    if (Number(fields[1]) === process.pid) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * TICK_MICROS;
}

/** The fields after the process's name, which may hold anything; none when the process is gone. */
function statFields(pid: string): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
