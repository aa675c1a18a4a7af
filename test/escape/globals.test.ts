import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** What a guest may find on its global object: the language's own, and what the handler contract lists. */
const LANGUAGE = `AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean DataView
  Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array
  Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp
  Set String SuppressedError Symbol SyntaxError Temporal TypeError URIError Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval
  globalThis isFinite isNaN parseFloat parseInt undefined unescape`;
const CONTRACT = `AbortController AbortSignal Blob Buffer DOMException DropEvent Event EventNotSupported EventTarget File FormData
  Headers InvalidEventPayload Request Response RetryError TextDecoder TextEncoder URL URLSearchParams ValidationError atob
  btoa cache clearInterval clearTimeout console crypto fetch performance queueMicrotask self setInterval setTimeout
  structuredClone window`;
const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).join(' ');

test('a guest sees the language, what the contract lists, and nothing else', async () => {
  const statements = `const names = [];
    for (let each = globalThis; each !== null; each = Object.getPrototypeOf(each)) {
      names.push(...Reflect.ownKeys(each).map(String));
    }
    return names;`;
  const allowed = new Set(`${LANGUAGE} ${CONTRACT} ${PROTOTYPE} onTrack gc`.split(/\s+/));
  const names = (await hostile.returned(statements)) as string[];
  expect(names.filter((name) => !allowed.has(name))).toEqual([]);
});

// V8 makes gc a property that can't be deleted; so it is there, and undefined.
const ABSENT =
  `process require module exports WebAssembly SharedArrayBuffer Atomics gc global Deno Bun ivm _ivm
  isolatedVM prelude entries d8 print load read quit Worker importScripts ShadowRealm __dirname __filename`.split(
    /\s+/,
  );

test.each(ABSENT)('%s is nothing', async (name) => {
  const statements = `return [typeof ${name}, typeof globalThis.${name}, typeof Function('return this')().${name}];`;
  expect(await hostile.returned(statements)).toEqual(['undefined', 'undefined', 'undefined']);
});

describe('a guest cannot get back what was taken away by', () => {
  test.each([
    ['import', 'return await import("node:fs").then(() => "out", () => "refused");', 'refused'],
    [
      'import in eval',
      'return await (0, eval)(`import("node:fs")`).then(() => "out", () => "refused");',
      'refused',
    ],
    [
      'import of data',
      'return await import("data:text/javascript,1").then(() => "out", () => "refused");',
      'refused',
    ],
    [
      'a generator function',
      'return (function* () {}).constructor("yield typeof process")().next().value;',
      'undefined',
    ],
    [
      'an async function',
      'return await (async () => {}).constructor("return typeof process")();',
      'undefined',
    ],
    ['the stack of an error', 'return /node:|file:|node_modules|\\.ts/.test(new Error().stack);', false],
    [
      'a length-tracking array of shared memory',
      'try { return String(new ArrayBuffer(8, { maxByteLength: 16, shared: true })); } catch { return "refused"; }',
      '[object ArrayBuffer]',
    ],
  ])('%s', async (_, statements, returned) => {
    expect(await hostile.returned(statements)).toBe(returned);
  });
});

test('a guest may name its own variables as what it does not see', async () => {
  const code = `var gc = 1; var process = 2; function global() {}
    async function onTrack() { return [gc, process, typeof global]; }`;
  expect((await hostile.alone(code)).recording?.returned).toEqual([1, 2, 'function']);
});
