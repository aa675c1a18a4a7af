import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('a returned value that is no JSON is delivered, and shown as nothing:', () => {
  test.each([
    ['a cycle', 'const it = {}; it.it = it; return it;'],
    ['a cycle through an array', 'const it = []; it.push([it]); return it;'],
    ['a BigInt', 'return { big: 2n ** 64n };'],
    ['a symbol', 'return Symbol("x");'],
    ['a function', 'return () => {};'],
    ['a toJSON without end', 'const make = () => ({ toJSON: () => [make()] }); return make();'],
    ['a toJSON that is a BigInt', 'return { toJSON: () => 1n };'],
    ['a revoked proxy', 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return { proxy };'],
    [
      'an object that grows while it is read',
      'const it = { get a() { it["b" + Math.random()] = it; return 1; } }; it.it = it; return it;',
    ],
    ['a text of 50 MB in a hundred parts', 'return Array(100).fill("x".repeat(5e5));'],
    ['an array of 2 ** 32 - 1 members', 'return new Array(2 ** 32 - 1);'],
    ['typed bytes of 5 MB', 'return new Uint8Array(5e6);'],
  ])('%s', async (_, statements) => {
    const { outcome, recording } = await hostile.alone(`async function onTrack() { ${statements} }`, {
      limits: { timeoutMs: 5_000, cpuMs: 2_000 },
    });
    if (outcome.kind === 'failed')
      expect(outcome.code).toMatch(/^(?:memory_limit_exceeded|gateway_timeout|bad_request)$/);
    expect(recording?.returned ?? null).toBeNull();
    expect(await hostile.amongOthers(statements)).toBe('delivered delivered delivered');
  });
});

describe('a returned value is shown as JSON reads it:', () => {
  test.each([
    ['lone surrogates', 'return "\\ud800a\\udc00";', '\ud800a\udc00'],
    ['-0, NaN and Infinity', 'return [-0, NaN, Infinity];', [0, null, null]],
    ['a hole', 'return [, 1];', [null, 1]],
    ['a date that is none', 'return { at: new Date(NaN) };', { at: null }],
    [
      'a BigInt that says how',
      'BigInt.prototype.toJSON = function () { return String(this); }; return 1n;',
      '1',
    ],
    [
      'wrapped values',
      'return [new String("a"), new Number(1), new Boolean(false), Object(Symbol())];',
      ['a', 1, false, {}],
    ],
    ['a large number', 'return JSON.parse("1e400");', null],
    ['what is not enumerable', 'return Object.defineProperty({ a: 1 }, "b", { value: 2 });', { a: 1 }],
    ['line separators', 'return "\\u2028\\u2029\\n\\0";', '\u2028\u2029\n\0'],
  ])('%s', async (_, statements, shown) => {
    expect(await hostile.returned(statements)).toEqual(shown);
  });
});
