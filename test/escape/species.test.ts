import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Each has methods of the language make what the guest wants, also where the prelude calls them. */
const SPECIES: readonly (readonly [what: string, patch: string])[] = [
  [
    'arrays that are none',
    'Object.defineProperty(Array, Symbol.species, { value: function () { return { length: 1e9 }; } });',
  ],
  [
    'arrays that throw',
    'Object.defineProperty(Array, Symbol.species, { get() { throw new Error("species"); } });',
  ],
  [
    'arrays with setters',
    'Object.defineProperty(Array, Symbol.species, { value: function () { return new Proxy([], { set() { throw 1; }, defineProperty() { throw 1; } }); } });',
  ],
  [
    'a constructor of all arrays',
    'Array.prototype.constructor = { [Symbol.species]: function () { return globalThis; } };',
  ],
  [
    'promises that never settle',
    'Object.defineProperty(Promise, Symbol.species, { value: function (run) { run(() => {}, () => {}); } });',
  ],
  [
    'promises that settle with a secret',
    'Object.defineProperty(Promise, Symbol.species, { value: class { constructor(run) { run((value) => kept.push(value), (error) => kept.push(error)); } } });',
  ],
  [
    'a constructor of all promises',
    'Object.defineProperty(Promise.prototype, "constructor", { get() { throw new Error("constructor"); } });',
  ],
  [
    'bytes that are too few',
    'Object.defineProperty(Object.getPrototypeOf(Uint8Array), Symbol.species, { value: function () { return new Uint8Array(1e6); } });',
  ],
  [
    'buffers',
    'Object.defineProperty(ArrayBuffer, Symbol.species, { value: function () { return new ArrayBuffer(1e6); } });',
  ],
  [
    'patterns',
    'Object.defineProperty(RegExp, Symbol.species, { value: function () { return { exec: () => null, lastIndex: 0 }; } });',
  ],
];

/** Uses what of the prelude is likely to call such methods. */
const USE = `await Promise.allSettled([fetch('http://127.0.0.1:1/', { method: 'POST', body: new Uint8Array(8), headers: [['a', 'b']] }), new Response('a').json()]);
  try { structuredClone([new Uint8Array(8), [1, [2]], /a/g]); } catch {}
  try { console.log('%s', [1, 2], /a/, new Map([[1, [2]]])); } catch {}
  try { new TextDecoder().decode(new TextEncoder().encode('a').slice()); btoa('abc'); atob('YWJj'); } catch {}
  try { new AbortController().abort(); AbortSignal.any([]); } catch {}`;

/**
 * A handler whose own promise never settles is ended by its deadline. What is awaited is asked for its constructor, so
 * that a program can have all its later events fail; nobody else's do.
 */
const ENDED =
  /^(?:delivered|bad_request) (?:delivered|bad_request|gateway_timeout) (?:delivered|bad_request)$/;

describe('methods that make what the guest wants end as what the program deserves, be it', () => {
  test.each(SPECIES)('%s', async (_, patch) => {
    const statements = `const kept = []; ${patch} ${USE}`;
    expect(await hostile.amongOthers(statements)).toMatch(ENDED);
  });

  test.each(SPECIES)('%s, before all calls', async (_, patch) => {
    const top = `const kept = []; ${patch}`;
    expect(await hostile.amongOthers(USE, { top })).toMatch(ENDED);
  });
});

test('no promise of the prelude hands a class of the guest what belongs to another event', async () => {
  const code = `const kept = [];
    Object.defineProperty(Promise, Symbol.species, {
      value: class extends Promise { constructor(run) { super((go, fail) => { kept.push(go, fail); run(go, fail); }); } },
    });
    async function onTrack() { await null; return kept.length; }`;
  expect((await hostile.alone(code)).recording?.returned).toBe(0);
});
