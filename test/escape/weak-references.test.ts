import { expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

// They tell when garbage was collected, of its own isolate: nothing of another program can be learnt by it, or kept.
test('a weak reference shows nothing of what a program was handed under other settings', async () => {
  const code = `const seen = [];
    async function onTrack(event, settings) {
      const found = seen.map((each) => each.deref()).filter((each) => each !== undefined && each.apiKey !== undefined && each.apiKey !== settings.apiKey);
      seen.push(new WeakRef(settings), new WeakRef(event));
      return found.length;
    }`;
  for (const apiKey of ['first', 'second', 'third']) {
    expect((await hostile.alone(code, { settings: { apiKey } })).recording?.returned).toBe(0);
  }
});

test('a million weak references harm nobody', async () => {
  const code = `const all = []; async function onTrack() { for (let i = 0; i < 1e5; i += 1) all.push(new WeakRef({})); }`;
  const events = Array.from({ length: 10 }, () => '{"type":"track"}');
  const ended = endings(
    await hostile.run(aJob(code, { events, limits: { cpuMs: 2_000, timeoutMs: 10_000 } })),
  );
  for (const each of ended) expect(each).toMatch(/^(?:delivered|gateway_timeout|memory_limit_exceeded)$/);
  expect(endings(await hostile.run(aJob('async function onTrack() {}')))).toEqual(['delivered']);
});

test('the native registry of finalizers is found nowhere', async () => {
  const statements = `const native = [];
    for (const each of [FinalizationRegistry, FinalizationRegistry.prototype, Object.getPrototypeOf(FinalizationRegistry), WeakRef]) {
      for (const key of Reflect.ownKeys(each)) {
        const { value } = Reflect.getOwnPropertyDescriptor(each, key);
        if (typeof value === 'function' && /Finalization|^register$/.test(value.name) && String(value).includes('[native code]')) native.push(String(key));
      }
    }
    return native;`;
  expect(await hostile.returned(statements)).toEqual([]);
});
