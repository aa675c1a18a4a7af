import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed, only } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

const SPINS = 'async function onTrack({ properties }) { if (properties.name === "spin") for (;;); }';

/** What a Runner ends, when, and what it leaves alone. */
export function describeLimits({ runner, endingOf }: RunnerUnderTest): void {
  describe('ends', () => {
    test.each([
      ['a loop', 'for (;;);'],
      ['a loop after an await', 'await null; for (;;);'],
      ['a loop after a timer', 'await new Promise((go) => setTimeout(go, 5)); for (;;);'],
      [
        'a chain of microtasks without end',
        'const again = () => Promise.resolve().then(again); await again();',
      ],
      ['a promise that never settles', 'await new Promise(() => {});'],
      ['a thenable that never answers', 'return { then() {} };'],
      ['a thrown proxy that never answers', 'throw new Proxy(new Error("x"), { get() { for (;;); } });'],
      [
        'a rejection that nobody awaits and that never answers',
        'Promise.reject(new Proxy(new Error("x"), { get() { for (;;); } })); await new Promise(() => {});',
      ],
      ['a computation in one native step', 'return String(7n ** (7n ** 9n));'],
    ])('%s, and not its neighbours', async (_, statements) => {
      const code = `async function onTrack({ properties }) { if (properties.name === 'bad') { ${statements} } }`;
      const job = aJob(code, {
        events: eventsNamed('a', 'bad', 'b'),
        limits: { timeoutMs: 500, cpuMs: 100 },
      });
      expect(await endingOf(job)).toBe('delivered gateway_timeout delivered');
    });

    test.each([
      ['an array that grows', 'const all = []; for (;;) all.push(new Array(1000).fill(properties.name));'],
      ['one huge array', 'new Array(1e9).fill(1);'],
      [
        'a map that grows',
        'const all = new Map(); for (let i = 0; ; i += 1) all.set(i, `${i}`.repeat(100));',
      ],
    ])('%s, and not its neighbours', async (_, statements) => {
      const code = `async function onTrack({ properties }) { if (properties.name === 'bad') { ${statements} } }`;
      const job = aJob(code, {
        events: eventsNamed('a', 'bad', 'b'),
        limits: { timeoutMs: 20_000, cpuMs: 5_000, memoryMb: 64 },
      });
      expect(await endingOf(job)).toBe('delivered memory_limit_exceeded delivered');
    });
  });

  test('says of what can not be stopped which limit it passed, and how long it ran', async () => {
    const code = 'async function onTrack() { return String(7n ** (7n ** 9n)); }';
    const limits = { timeoutMs: 20_000, cpuMs: 100 };
    const { outcome, durationMs } = only(await runner.run(aJob(code, { limits, alone: true })));
    expect(outcome).toMatchObject({
      code: 'gateway_timeout',
      message: 'The function used more than 100 ms of CPU time and could not be stopped',
    });
    expect(durationMs).toBeGreaterThanOrEqual(limits.cpuMs);
  });

  // Healthy deliveries were ended as `gateway_timeout` on a machine that was busy loading programs.
  test('counts the CPU time that loading takes against no call', async () => {
    const spinFor = (ms: number): string => `for (const end = Date.now() + ${ms}; Date.now() < end;);`;
    const code = `${spinFor(300)} async function onTrack() { ${spinFor(60)} }`;
    expect(await endingOf(aJob(code, { limits: { cpuMs: 200 } }))).toBe('delivered');
  });

  // Side by side on few cores each waits longer for a core than it computes, and waiting is no CPU time.
  test('lets programs that compute at once have their CPU time each', async () => {
    const computes =
      'async function onTrack() { let sum = 0; for (let i = 0; i < 3e7; i += 1) sum += i % 7; return sum; }';
    const destinationIds = Array.from({ length: 16 }, (_, index) => `dst_${index}`);
    const limits = { cpuMs: 300, timeoutMs: 30_000 };
    const all = destinationIds.map((destinationId) => endingOf(aJob(computes, { destinationId, limits })));
    expect(new Set(await Promise.all(all))).toEqual(new Set(['delivered']));
  });

  test('says not-started of what its budget leaves over', async () => {
    const job = aJob('async function onTrack() {}', {
      events: eventsNamed('a', 'b'),
      startBefore: performance.now() - 1,
    });
    expect(await endingOf(job)).toBe('not-started not-started');
  });

  test('serves others while one spins', async () => {
    const spinning = runner.run(
      aJob(SPINS, {
        destinationId: 'dst_spin',
        events: eventsNamed('spin'),
        limits: { cpuMs: 2_000, timeoutMs: 10_000 },
      }),
    );
    const ended: string[] = [];
    const healthy = endingOf(aJob('async function onTrack() {}', { destinationId: 'dst_other' })).then(
      (ending) => ended.push(ending),
    );
    await Promise.all([healthy, spinning.then((results) => ended.push(...endings(results)))]);
    expect(ended).toEqual(['delivered', 'gateway_timeout']);
  });
}
