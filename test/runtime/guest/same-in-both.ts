import { describe, expect, test } from '@jest/globals';

/** The names that a snippet uses, with what they stand for. */
export type World = Readonly<Record<string, unknown>>;

type Snippet = (...values: readonly unknown[]) => Promise<unknown>;
const AsyncFunction = (async () => undefined).constructor as new (...source: readonly string[]) => Snippet;

/**
 * Runs each snippet in the guest's world and in Node's: both give the same, or throw an error of the same name.
 * @param snippets a function's body each, on a line of its own
 */
export function describeSame(
  subject: string,
  { guest, node }: { readonly guest: World; readonly node: World },
  snippets: string,
): void {
  describe(`${subject}: a function sees what it sees in Node`, () => {
    test.each(
      snippets
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    )('%s', async (snippet) => {
      expect(await seenIn(guest, snippet)).toEqual(await seenIn(node, snippet));
    });
  });
}

async function seenIn(world: World, snippet: string): Promise<unknown> {
  const run = new AsyncFunction(...Object.keys(world), snippet);
  try {
    return comparable(await run(...Object.values(world)));
  } catch (error) {
    // A name that neither world has tells of the snippet, and not of them.
    if (error instanceof ReferenceError) throw error;
    return { throws: (error as Error | null)?.name ?? error };
  }
}

/** Values of both worlds can't be held side by side as they are: their classes differ. */
function comparable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'symbol' ? String(value) : value;
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  switch (kind) {
    case 'Array':
      return Array.from(value as unknown[], comparable);
    case 'Map':
    case 'Set':
      return [kind, ...Array.from(value as Iterable<unknown>, comparable)];
    case 'Date':
      return [kind, (value as Date).getTime()];
    case 'RegExp':
      return `${value as RegExp}`;
    case 'Object':
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, comparable(each)]));
    default:
      return kind;
  }
}
