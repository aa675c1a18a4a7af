import type { Platform } from './platform.ts';
import type { DeadLetterRow } from './tally.ts';
import { until } from './until.ts';

/** Dead letters wait in their queue for a moment before they are filed, and so listed. */
const LISTED_WITHIN_MS = 5_000;

/** Lists all dead letters, waiting until there are at least `count` of them. */
export async function listDeadLetters(
  platform: Platform,
  { count, signal }: { readonly count: number; readonly signal: AbortSignal },
): Promise<readonly DeadLetterRow[]> {
  let letters: readonly DeadLetterRow[] = [];
  await until(
    async () => {
      letters = JSON.parse(await platform.run(['dead-letters', 'list', '--json'])) as DeadLetterRow[];
      return letters.length >= count;
    },
    { deadline: performance.now() + LISTED_WITHIN_MS, signal },
  );
  return letters;
}
