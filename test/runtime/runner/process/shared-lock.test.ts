import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SharedLock } from '../../../../runtime/runner/process/shared-lock.ts';

/** Tasks under a lock that end when the test says so, and what happened in which order. */
class Tasks {
  readonly lock = new SharedLock();
  readonly log: string[] = [];
  readonly #finish = new Map<string, () => void>();

  start(name: string, how: 'shared' | 'exclusive'): Promise<void> {
    return this.lock[how](async () => {
      this.log.push(`+${name}`);
      await new Promise<void>((resolve) => this.#finish.set(name, resolve));
      this.log.push(`-${name}`);
    });
  }

  async finish(...names: readonly string[]): Promise<void> {
    for (const name of names) this.#finish.get(name)?.();
    await settled();
  }
}

/** Until all that can happen by itself has. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SharedLock', () => {
  test('is shared by as many as like', async () => {
    const tasks = new Tasks();
    const all = ['a', 'b', 'c'].map((name) => tasks.start(name, 'shared'));
    await settled();
    expect(tasks.log).toEqual(['+a', '+b', '+c']);
    await tasks.finish('a', 'b', 'c');
    await Promise.all(all);
  });

  test('lets one that wants to be alone wait for all before it, and all after it wait for that one', async () => {
    const tasks = new Tasks();
    const all = [
      tasks.start('a', 'shared'),
      tasks.start('b', 'shared'),
      tasks.start('alone', 'exclusive'),
      tasks.start('later', 'shared'),
    ];
    await settled();
    await tasks.finish('a');
    expect(tasks.log).toEqual(['+a', '+b', '-a']);
    await tasks.finish('b');
    expect(tasks.log.slice(3)).toEqual(['-b', '+alone']);
    await tasks.finish('alone');
    expect(tasks.log.slice(5)).toEqual(['-alone', '+later']);
    await tasks.finish('later');
    await Promise.all(all);
  });

  test('goes on when a task fails, and says why it did', async () => {
    const lock = new SharedLock();
    const failing = lock.exclusive(() => Promise.reject(new Error('no')));
    const next = lock.exclusive(async () => 'next');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });

  test('hands on what its tasks give', async () => {
    const lock = new SharedLock();
    expect(await Promise.all([lock.shared(async () => 1), lock.exclusive(async () => 2)])).toEqual([1, 2]);
  });

  test('never has anybody beside one that is alone, and forgets nobody, whatever the order', async () => {
    const hows = fc.array(fc.tuple(fc.constantFrom('shared' as const, 'exclusive' as const), fc.nat(3)), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(hows, async (tasks) => {
        const lock = new SharedLock();
        const inside: string[] = [];
        let ended = 0;
        const run = (how: 'shared' | 'exclusive', turns: number): Promise<void> =>
          lock[how](async () => {
            inside.push(how);
            for (let turn = 0; turn <= turns; turn += 1) {
              expect(inside.includes('exclusive') && inside.length > 1).toBe(false);
              await Promise.resolve();
            }
            inside.splice(inside.indexOf(how), 1);
            ended += 1;
          });
        await Promise.all(tasks.map(([how, turns]) => run(how, turns)));
        expect(ended).toBe(tasks.length);
      }),
    );
  });
});
