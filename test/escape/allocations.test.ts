import { expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** What V8 refuses by a RangeError fails as any throw does; all else is ended, by its isolate or with its child (`!`). */
const ENDED = /^delivered (?:bad_request|(?:memory_limit_exceeded|gateway_timeout)!?) delivered$/;
const LIMITS = { timeoutMs: 3_000, cpuMs: 700, memoryMb: 64 };

/** Each goes on until somebody stops it. */
const ALLOCATIONS: readonly (readonly [what: string, statements: string])[] = [
  ['arrays', 'const all = []; for (;;) all.push(new Array(1e5).fill(1.5));'],
  ['one array', 'new Array(1e9).fill(1);'],
  ['objects', 'const all = []; for (;;) all.push({ a: all.length, b: {} });'],
  ['texts', 'const all = []; for (let i = 0; ; i += 1) all.push(String(i).repeat(1e5) + i);'],
  ['a text that doubles', 'let it = "x".repeat(1e5); for (;;) { it += it; JSON.parse(JSON.stringify(it)); }'],
  ['maps', 'const all = new Map(); for (let i = 0; ; i += 1) all.set(i, [i]);'],
  ['buffers', 'const all = []; for (;;) all.push(new ArrayBuffer(1e6));'],
  [
    'buffers that grow',
    'const all = []; for (;;) { const it = new ArrayBuffer(1, { maxByteLength: 1e7 }); it.resize(1e7); new Uint8Array(it).fill(1); all.push(it); }',
  ],
  ['bytes', 'const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1));'],
  ['functions', 'const all = []; for (let i = 0; ; i += 1) all.push(Function("return " + i));'],
  ['symbols', 'const all = []; for (let i = 0; ; i += 1) all.push(Symbol.for("x" + i));'],
  ['names of members', 'const it = {}; for (let i = 0; ; i += 1) it["name" + i] = i;'],
  [
    'patterns',
    'const all = []; for (let i = 0; ; i += 1) { const it = new RegExp("(a|b)*?" + i + "x".repeat(1e4)); it.test("y"); all.push(it); }',
  ],
  [
    'formats of Intl',
    'const all = []; for (;;) all.push(new Intl.DateTimeFormat("de", { timeZone: "Europe/Berlin" }), new Intl.NumberFormat("ar"), new Intl.Collator("sv"));',
  ],
  [
    'segments of Intl',
    'const all = []; for (;;) all.push(new Intl.Segmenter("th", { granularity: "word" }).segment("x".repeat(1e4)));',
  ],
  ['promises', 'const all = []; for (;;) all.push(new Promise(() => {}).then(() => {}));'],
  ['microtasks', 'for (;;) queueMicrotask(() => {});'],
  [
    'errors',
    'const all = []; Error.stackTraceLimit = 1e4; const deep = (left) => (left > 0 ? deep(left - 1) : new Error("x")); for (;;) all.push(deep(1_000));',
  ],
  [
    'generators',
    'const all = []; for (;;) { const it = (function* () { const kept = new Array(1e3).fill(1); yield kept; })(); it.next(); all.push(it); }',
  ],
  ['proxies', 'const all = []; for (;;) all.push(new Proxy({}, {}));'],
  ['weak references', 'const all = []; for (;;) { const it = {}; all.push(new WeakRef(it), it); }'],
  ['big integers', 'const all = []; for (let i = 1n; ; i += 1n) all.push(i << 100_000n);'],
  ['headers', 'const all = []; for (;;) all.push(new Headers({ a: "x".repeat(1e4) + all.length }));'],
  ['encoded texts', 'const all = []; for (;;) all.push(new TextEncoder().encode("x".repeat(1e5)));'],
  [
    'URLs',
    'const all = []; for (let i = 0; ; i += 1) all.push(new URL("http://acme.example/" + "x".repeat(1e3) + i));',
  ],
];

test.each(ALLOCATIONS)('%s without end are ended with their own event alone', async (_, statements) => {
  expect(await hostile.amongOthers(statements, { limits: LIMITS })).toMatch(ENDED);
});

test('a program beside one that fills its memory is served all the while', async () => {
  const filling = aJob(
    'async function onTrack() { const all = []; for (;;) all.push(new Array(1e5).fill(1.5)); }',
    {
      destinationId: 'dst_filling',
      limits: LIMITS,
    },
  );
  const healthy = aJob('async function onTrack() { await new Promise((go) => setTimeout(go, 20)); }', {
    destinationId: 'dst_healthy',
    events: eventsNamed('a', 'b', 'c'),
  });
  const [filled, ...others] = await Promise.all([
    hostile.run(filling),
    hostile.run(healthy),
    hostile.run(healthy),
  ]);
  expect(endings(filled)[0]).toMatch(/^(?:memory_limit_exceeded|gateway_timeout)$/);
  expect(new Set(others.flatMap(endings))).toEqual(new Set(['delivered']));
});
