/** What can use more CPU time than it may. */
export interface Watched {
  checkCpu(): void;
}

/** Between two looks, in milliseconds: how much more CPU time than its limit a guest may get at most. */
const INTERVAL_MS = 20;

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | null = null;

/** Looks at `session` every now and then, for as long as it is busy. The clock stands still when nothing runs. */
export function watchCpu(session: Watched): void {
  watched.add(session);
  timer ??= setInterval(look, INTERVAL_MS);
}

export function unwatchCpu(session: Watched): void {
  watched.delete(session);
}

function look(): void {
  if (watched.size === 0 && timer !== null) {
    clearInterval(timer);
    timer = null;
  }
  for (const session of watched) session.checkCpu();
}
