import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('a rejection that nobody awaits fails nobody:', () => {
  test.each([
    ['an error', 'Promise.reject(new Error("no"));'],
    ['nothing', 'Promise.reject();'],
    [
      'a proxy that throws',
      'Promise.reject(new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 1; } }));',
    ],
    ['many', 'for (let i = 0; i < 10_000; i += 1) Promise.reject(new Error("no"));'],
    ['one of a fetch', 'fetch("http://127.0.0.1:9/");'],
    ['one in a chain of its own', 'Promise.resolve().then(() => { throw new Error("no"); });'],
    ['one in a microtask', 'queueMicrotask(() => { throw new Error("no"); });'],
    [
      'one in a timer',
      'setTimeout(() => { throw new Error("no"); }, 1); await new Promise((go) => setTimeout(go, 5));',
    ],
    [
      'one of an async timer',
      'setTimeout(async () => { throw 1; }, 1); await new Promise((go) => setTimeout(go, 5));',
    ],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements)).toBe('delivered delivered delivered');
  });
});

// isolated-vm hands such a rejection to the host as the entry's own error, and names its own faults by words alone.
// So a program could have its isolate ended at will, and an event that had succeeded called a failure.
test.each([
  'Script execution timed out.',
  'Isolate was disposed during execution due to memory limit',
  'Isolate is already disposed',
])('a rejection that says "%s" is no fault of the isolate', async (message) => {
  const code = `let seen = 0;
    async function onTrack() { seen += 1; Promise.reject(new Error('${message}')); return seen; }`;
  const { outcome, recording } = await hostile.alone(code);
  expect(outcome).toEqual({ kind: 'delivered' });
  expect(recording?.returned).toBe(1);
  expect((await hostile.alone(code)).recording?.returned).toBe(2);
});

describe('a rejection that is looked at for ever ends its own event alone:', () => {
  test.each([
    ['its message', 'Object.defineProperty(error, "message", { get() { for (;;); } });'],
    ['its name', 'Object.defineProperty(error, "name", { get() { for (;;); } });'],
    ['its stack', 'Object.defineProperty(error, "stack", { get() { for (;;); } });'],
    ['the way to write its stack', 'Error.prepareStackTrace = () => { for (;;); };'],
  ])('%s', async (_, patch) => {
    const statements = `const error = new Error("no"); ${patch} Promise.reject(error);`;
    // isolated-vm itself looks, outside of any entry; on a busy machine the child's end is what stops it.
    expect(await hostile.amongOthers(statements)).toMatch(/^delivered gateway_timeout!? delivered$/);
  });
});
