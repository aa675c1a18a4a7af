import { expect, test } from '@jest/globals';
import { HOST_PATH } from './host-path.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

// What the prelude is made of is published anyway; what it was started with must not stand in it.
test('the source of the prelude shows the prelude, and nothing of the process, the files or the settings around it', async () => {
  const code = `let all;
    async function onTrack(event, settings) {
      if (all === undefined) {
        all = [];
        const seen = new Set();
        const queue = [globalThis];
        for (const value of queue) {
          if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
          seen.add(value);
          if (typeof value === 'function' && value !== onTrack) all.push(Function.prototype.toString.call(value));
          for (const key of Reflect.ownKeys(value)) {
            const { value: member, get, set } = Reflect.getOwnPropertyDescriptor(value, key);
            queue.push(member, get, set);
          }
          queue.push(Object.getPrototypeOf(value));
        }
        all = [...new Set(all)].filter((each) => !each.includes('[native code]')).join('\\n');
      }
      const part = all.slice(0, 30_000);
      all = all.slice(30_000);
      return part;
    }`;
  let sources = '';
  for (;;) {
    const { outcome, recording } = await hostile.alone(code, {
      settings: { apiKey: 'a very secret key' },
      limits: { timeoutMs: 5_000, cpuMs: 2_000 },
    });
    expect(outcome).toEqual({ kind: 'delivered' });
    const part = recording?.returned as string;
    if (part === '') break;
    sources += part;
  }
  expect(sources.length).toBeGreaterThan(1_000);
  expect(sources).not.toMatch(HOST_PATH);
  expect(sources).not.toMatch(/node:[a-z]|\brequire\(|process\.|a very secret key|isolated-vm/);
});
