import { setTimeout as wait } from 'node:timers/promises';

const INTERVAL_MS = 100;

/**
 * Waits until `holds` does, asking again and again.
 * @param deadline on the clock of `performance.now()`, in milliseconds
 * @returns whether it came to hold before the deadline
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { deadline, signal }: { readonly deadline: number; readonly signal: AbortSignal },
): Promise<boolean> {
  while (!(await holds())) {
    if (performance.now() > deadline) return false;
    await wait(INTERVAL_MS, undefined, { signal });
  }
  return true;
}
