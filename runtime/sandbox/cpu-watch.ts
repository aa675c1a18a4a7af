import type { CpuAccount } from './cpu-account.ts';

/** What can use more CPU time than it may. */
export interface Watched {
  readonly cpu: CpuAccount;
  checkCpu(): void;
}

/** Between two looks, in milliseconds: how much more CPU time than its limit a guest may get at most. */
const INTERVAL_MS = 20;

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | null = null;
let cpuMsAtLook = 0;

/** Looks at `session` every now and then, for as long as it is busy. The clock stands still when nothing runs. */
export function watchCpu(session: Watched): void {
  watched.add(session);
  if (timer !== null) return;
  cpuMsAtLook = processCpuMs();
  timer = setInterval(look, INTERVAL_MS);
}

export function unwatchCpu(session: Watched): void {
  watched.delete(session);
}

/**
 * Guests that are entered share the cores with each other and with the whole machine, and nothing tells a thread's own
 * time: so what the process got of it is shared out among them by how long each was entered.
 */
function look(): void {
  if (watched.size === 0 && timer !== null) {
    clearInterval(timer);
    timer = null;
    return;
  }
  const cpuMs = processCpuMs();
  let enteredMs = 0;
  for (const session of watched) enteredMs += session.cpu.takeEnteredMs();
  const share = enteredMs > 0 ? Math.min(1, (cpuMs - cpuMsAtLook) / enteredMs) : 0;
  cpuMsAtLook = cpuMs;
  for (const session of watched) {
    session.cpu.charge(share);
    session.checkCpu();
  }
}

/** Of all threads. */
function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
