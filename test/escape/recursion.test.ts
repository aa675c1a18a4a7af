import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('a recursion without end fails its own event alone:', () => {
  test.each([
    ['a function', 'const again = () => again(); again();'],
    ['an async function', 'const again = async () => again(); await again();'],
    ['a getter', 'const it = { get again() { return it.again; } }; it.again;'],
    ['a text', 'const it = { toString: () => `${it}` }; `${it}`;'],
    ['a proxy of itself', 'let it = {}; it = new Proxy(it, { get: () => it.a }); it.a;'],
    ['deep arrays flattened', 'let it = []; for (let i = 0; i < 1e5; i += 1) it = [it]; it.flat(Infinity);'],
    ['deep arrays cloned', 'let it = []; for (let i = 0; i < 1e5; i += 1) it = [it]; structuredClone(it);'],
    ['nested code', 'eval("(".repeat(1e5) + ")".repeat(1e5));'],
    ['a nested pattern', 'new RegExp("(".repeat(1e5) + ")".repeat(1e5)).test("a");'],
  ])('%s', async (_, statements) => {
    const limits = { timeoutMs: 10_000, cpuMs: 5_000 };
    expect(await hostile.amongOthers(statements, { limits })).toBe('delivered bad_request delivered');
  });
});

// Where the stack ends in the middle of the prelude's own bookkeeping, nothing of it may stay behind half done.
test.each([
  ['fetch', "fetch('http://127.0.0.1:9/').catch(() => {});"],
  ['setTimeout', 'clearTimeout(setTimeout(() => {}, 1e6));'],
  ['console.log', 'console.log("line", { a: 1 });'],
  ['AbortController', 'new AbortController().abort();'],
  ['Headers', "new Headers({ a: 'b' });"],
])('%s at the end of the stack leaves the other events as they are', async (_, statements) => {
  const deep = `let calls = 0;
    const again = () => { try { again(); } finally { if (calls++ < 50) { ${statements} } } };
    try { again(); } catch {}`;
  // V8 itself may end the process there (seen in one run of many); that, too, is the deep event's own doing.
  expect(await hostile.amongOthers(deep)).toMatch(
    /^delivered (?:delivered|memory_limit_exceeded!) delivered$/,
  );
});

test('a chain of a hundred thousand thenables fails its own event alone', async () => {
  const statements = `let it = Promise.resolve();
    for (let i = 0; i < 1e5; i += 1) { const next = it; it = { then: (go) => { next.then(go); } }; }
    return it;`;
  expect(await hostile.amongOthers(statements)).toBe('delivered bad_request delivered');
});

test.each([
  ['finally', 'const again = () => { try { again(); } finally { again(); } }; again();'],
  ['catch', 'const again = () => { try { again(); } catch { again(); } }; again();'],
])('a recursion that goes on in %s is ended with its own event alone', async (_, statements) => {
  expect(await hostile.amongOthers(statements)).toBe('delivered gateway_timeout delivered');
});
