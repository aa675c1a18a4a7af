/** Of one turn of the process's event loop that guests' calls may take, in milliseconds. */
const MAX_CALLS_MS = 20;

let startedAt: number | null = null;

/**
 * Whether guests' calls have held up the event loop for long enough. isolated-vm answers calls as long as there are some,
 * and the next is there before one is answered where three isolates ask without end: then nothing else runs, no timer
 * that would end them either.
 */
export function isTurnTaken(): boolean {
  if (startedAt === null) {
    startedAt = performance.now();
    setImmediate(() => {
      startedAt = null;
    });
  }
  return performance.now() - startedAt > MAX_CALLS_MS;
}
