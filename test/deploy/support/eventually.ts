import { setTimeout as wait } from 'node:timers/promises';

/** Between two looks at what nothing tells of. */
const LOOK_EVERY_MS = 100;

/** Resolves with what `look` finds, as soon as it finds something: not null, undefined or false. */
export async function eventually<Found>(
  look: () => Promise<Found | null | undefined | false>,
): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await wait(LOOK_EVERY_MS);
  }
}
