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
let callsMs = 0;

/** Looks at `session` every now and then, for as long as it is busy. The clock stands still when nothing runs. */
export function watchCpu(session: Watched): void {
  watched.add(session);
  if (timer !== null) return;
  cpuMsAtLook = guestsCpuMs();
  timer = setInterval(look, INTERVAL_MS);
}

export function unwatchCpu(session: Watched): void {
  watched.delete(session);
}

/** Counts what this thread did for a guest's call, in milliseconds. */
export function countCall(ms: number): void {
  callsMs += ms;
}

/**
 * Guests that are entered share the cores with each other and with the whole machine, and nothing tells a thread's own
 * time: so what guests' threads got of it is shared out among them by how long each was entered.
 */
function look(): void {
  if (watched.size === 0 && timer !== null) {
    clearInterval(timer);
    timer = null;
    return;
  }
  // The kernel may tell of this thread's time before it tells of all threads'.
  const gotMs = Math.max(0, guestsCpuMs() - cpuMsAtLook);
  cpuMsAtLook += gotMs;
  let enteredMs = 0;
  for (const session of watched) enteredMs += session.cpu.takeEnteredMs();
  const share = enteredMs > 0 ? Math.min(1, gotMs / enteredMs) : 0;
  for (const session of watched) {
    session.cpu.charge(share);
    session.checkCpu();
  }
}

/**
 * Of all threads but this one, which works for the whole process: JSON, TLS and answers of those who are not entered now.
 * What it does for a guest's calls is the guest's.
 */
function guestsCpuMs(): number {
  return msOf(process.cpuUsage()) - msOf(process.threadCpuUsage()) + callsMs;
}

function msOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}
