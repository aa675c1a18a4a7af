import { expect, test } from '@jest/globals';
import { Turns } from '../../../runtime/runner/turns.ts';

/** Tasks that say when they begin, and end when they are told to. */
function makeTasks(
  turns: Turns,
  names: readonly string[],
): { begun: string[]; end: (name: string) => Promise<void> } {
  const begun: string[] = [];
  const tasks = new Map(
    names.map((name) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const ended = turns.take(() => {
        begun.push(name);
        return promise;
      });
      return [name, { ended, resolve }] as const;
    }),
  );
  return {
    begun,
    end: async (name) => {
      tasks.get(name)!.resolve();
      await tasks.get(name)!.ended;
    },
  };
}

test('Turns lets some run at once, and the others in order as those end', async () => {
  const { begun, end } = makeTasks(new Turns(2), ['a', 'b', 'c', 'd']);
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
  await end('a');
  await end('c');
  await end('d');
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('Turns passes on what a task throws, and lets the next one run', async () => {
  const turns = new Turns(1);
  await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(async () => 'next')).toBe('next');
});
