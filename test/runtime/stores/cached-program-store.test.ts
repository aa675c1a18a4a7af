import { describe, expect, test } from '@jest/globals';
import type { Program } from '../../../runtime/contract/program.ts';
import { CachedProgramStore } from '../../../runtime/stores/cached-program-store.ts';
import { aProgram } from '../../support/builders.ts';

function aStore({ maxBytes = 1000 } = {}) {
  const programs = new Map<string, Program>();
  const reads: string[] = [];
  const failures: Error[] = [];
  const store = new CachedProgramStore(
    {
      put: async (source) => ({ hash: 'any', ...source }),
      get: async (hash) => {
        reads.push(hash);
        const failure = failures.pop();
        if (failure) throw failure;
        return programs.get(hash) ?? null;
      },
    },
    { maxBytes },
  );
  const hold = (hash: string, bytes: number, more: Partial<Program> = {}) =>
    programs.set(hash, aProgram({ hash, code: 'x'.repeat(bytes), ...more }));
  return { store, hold, reads, failures };
}

describe('CachedProgramStore', () => {
  test('reads a program once, also when it is asked for twice at once', async () => {
    const { store, hold, reads } = aStore();
    hold('a', 1);
    await Promise.all([store.get('a'), store.get('a')]);
    await expect(store.get('a')).resolves.toMatchObject({ hash: 'a' });
    expect(reads).toEqual(['a']);
  });

  test('drops what was used least recently when the programs take too much', async () => {
    const { store, hold, reads } = aStore({ maxBytes: 100 });
    for (const hash of ['a', 'b', 'c']) hold(hash, 40);
    for (const hash of ['a', 'b', 'a', 'c', 'a', 'b']) await store.get(hash);
    expect(reads).toEqual(['a', 'b', 'c', 'b']);
  });

  // A script of one line may come with 700 KB of libraries, and was taken for a line.
  test('counts what comes with a program, its libraries and its source map', async () => {
    const { store, hold, reads } = aStore({ maxBytes: 100 });
    hold('a', 1, { libraries: [{ name: 'lodash', code: 'x'.repeat(60) }] });
    hold('b', 1, { sourceMap: { sources: ['index.ts'], mappings: 'x'.repeat(60) } });
    for (const hash of ['a', 'b', 'b', 'a']) await store.get(hash);
    expect(reads).toEqual(['a', 'b', 'a']);
  });

  test('gives a program that is larger than all it may keep, and reads it again', async () => {
    const { store, hold, reads } = aStore({ maxBytes: 100 });
    hold('a', 101);
    await store.get('a');
    await expect(store.get('a')).resolves.toMatchObject({ hash: 'a' });
    expect(reads).toEqual(['a', 'a']);
  });

  test('keeps neither a failure nor that there was none', async () => {
    const { store, hold, reads, failures } = aStore();
    failures.push(new Error('store is down'));
    await expect(store.get('a')).rejects.toThrow('store is down');
    await expect(store.get('a')).resolves.toBeNull();
    hold('a', 1);
    await expect(store.get('a')).resolves.toMatchObject({ hash: 'a' });
    expect(reads).toHaveLength(3);
  });
});
