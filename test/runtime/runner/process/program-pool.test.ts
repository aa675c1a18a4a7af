import { expect, test } from '@jest/globals';
import { ProgramPool } from '../../../../runtime/runner/process/program-pool.ts';

const MIB = 1024 * 1024;
const definition = {
  kind: 'script' as const,
  code: '',
  fileName: 'index.js',
  libraries: [],
  sourceMap: null,
  settingsText: '{}',
  limits: { timeoutMs: 1, cpuMs: 1, memoryMb: 64 },
  allowedHosts: null,
};

/** A pool for 20 MiB, which is four programs of the size that a new one is taken for. */
function aPool(): {
  readonly pool: ProgramPool;
  readonly closed: readonly number[];
  readonly use: (key: string, task?: () => Promise<void>) => Promise<number>;
} {
  const closed: number[] = [];
  const pool = new ProgramPool(20 * MIB, (id) => closed.push(id));
  const use = (key: string, task = async () => {}): Promise<number> =>
    pool.use({ key, definition }, async (program) => {
      await task();
      return program.id;
    });
  return { pool, closed, use };
}

test('a program pool keeps what fits, and knows it again', async () => {
  const { closed, use } = aPool();
  const ids = [await use('a'), await use('b'), await use('c'), await use('d')];
  expect(await use('a')).toBe(ids[0]);
  expect(new Set(ids).size).toBe(4);
  expect(closed).toEqual([]);
});

test('a program pool closes one when another comes that does not fit', async () => {
  const { closed, use, pool } = aPool();
  for (const key of ['a', 'b', 'c', 'd', 'e']) await use(key);
  expect(closed).toHaveLength(1);
  expect(pool.sizeBytes).toBe(20 * MIB);
});

test('a program pool keeps as many as their real sizes allow', async () => {
  const { closed, use, pool } = aPool();
  for (let index = 0; index < 10; index += 1) pool.resize(await use(`small ${index}`), MIB);
  expect(closed).toEqual([]);
  expect(pool.sizeBytes).toBe(10 * MIB);
});

test('a program pool closes a hoarder as soon as its size is told, and not the small ones', async () => {
  const { closed, use, pool } = aPool();
  for (let index = 0; index < 10; index += 1) pool.resize(await use(`small ${index}`), MIB);
  const hoarder = await use('hoarder');
  pool.resize(hoarder, 15 * MIB);
  expect(closed).toEqual([hoarder]);
});

test('a program pool closes none that is in use, and the rest as soon as it can', async () => {
  const { closed, use, pool } = aPool();
  const ended = Promise.withResolvers<void>();
  const busy = use('busy', () => ended.promise);
  pool.resize(1, 50 * MIB);
  const others = [await use('a'), await use('b')];
  expect(closed).toEqual([others[0]]);
  ended.resolve();
  await busy;
  await use('c');
  expect(closed).toContain(1);
});

test('a program pool takes no notice of the size of a program that it has closed', async () => {
  const { use, pool } = aPool();
  for (const key of ['a', 'b', 'c', 'd', 'e']) await use(key);
  pool.resize(1, 50 * MIB);
  expect(pool.sizeBytes).toBeLessThanOrEqual(20 * MIB);
});
