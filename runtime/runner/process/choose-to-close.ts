/** A program that nothing uses now. */
export interface IdleProgram {
  readonly sizeBytes: number;
  /** On the clock of `performance.now()`. */
  readonly lastUsedAt: number;
}

/** Every program counts as idle for this long: one that is used all the time is not free to hold what it likes. */
const MIN_IDLE_MS = 1_000;

/**
 * The program whose memory is worth least: its size times how long it wasn't used. So of programs of one size the
 * least recently used goes first, and a hoarder goes before the thirty small ones that it would push out.
 */
export function chooseToClose<T extends IdleProgram>(programs: Iterable<T>, now: number): T | null {
  let chosen: T | null = null;
  let most = -1;
  for (const program of programs) {
    const waste = program.sizeBytes * Math.max(MIN_IDLE_MS, now - program.lastUsedAt);
    if (waste > most) [chosen, most] = [program, waste];
  }
  return chosen;
}
