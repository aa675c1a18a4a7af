import { readFileSync } from 'node:fs';

/** It has ended, and nobody has asked how: where no init runs, as in many containers, it stays so. */
const ZOMBIE = 'Z';

/**
 * What tells a living process from a later one with the same id: when it was started, where the system says so.
 * @returns `null` when there is no such process
 */
export function processIdentity(pid: number): string | null {
  if (!isAlive(pid)) return null;
  try {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name, may hold spaces and parentheses; the state is the 3rd, the start time the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === ZOMBIE ? null : `${bootId} ${fields[19] ?? ''}`;
  } catch {
    return 'alive';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
