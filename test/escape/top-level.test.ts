import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start();
});
afterAll(() => partner.close());

const HANDLER = 'async function onTrack() {}';
const UNLOADED = 'invalid_function invalid_function invalid_function';
const FINE = 'delivered delivered delivered';

describe('code that does this while it is loaded is', () => {
  test.each([
    ['loaded: fetches', "fetch('URL/load');", FINE],
    ['loaded: fetches and waits for it', "fetch('URL/load').then(() => { for (;;); });", FINE],
    ['loaded: sets timers', 'setTimeout(() => { for (;;); }, 0); setInterval(() => { for (;;); }, 1);', FINE],
    ['loaded: rejects', 'Promise.reject(new Error("no"));', FINE],
    [
      "loaded: rejects with isolated-vm's words",
      'Promise.reject(new Error("Script execution timed out."));',
      FINE,
    ],
    ['loaded: logs 50 MB', 'console.log("x".repeat(50e6));', FINE],
    ['not loaded: throws 50 MB', 'throw new Error("x".repeat(50e6));', UNLOADED],
    [
      'not loaded: throws a stack of 50 MB',
      'throw Object.assign(new Error("no"), { stack: "x".repeat(50e6) });',
      UNLOADED,
    ],
    ['not loaded: throws nothing', 'throw undefined;', UNLOADED],
    ['not loaded: recurses', 'const again = () => again(); again();', UNLOADED],
    ['not loaded: ends the text around it', '}); for (;;); ({', UNLOADED],
    ['not loaded: leaves a comment open', '/*', UNLOADED],
    ['not loaded: leaves a text open', 'const text = `', UNLOADED],
    ['loaded: ends in a comment of old', 'let a = 1; <!-- the end', FINE],
  ])('%s', async (_, top, ending) => {
    const code = `${HANDLER}\n${top.replaceAll('URL', partner.url)}`;
    const job = aJob(code, {
      events: ['a', 'b', 'c'].map(() => '{"type":"track"}'),
      limits: { timeoutMs: 1_000, cpuMs: 200 },
    });
    const results = await hostile.run(job);
    expect(endings(results).join(' ')).toBe(ending);
    expect(JSON.stringify(results).length).toBeLessThan(5_000);
  });
});

// Side by side: each takes the second that a program has to be loaded.
test('code that does not end while it is loaded is not loaded', async () => {
  const tops = [
    'for (;;);',
    'Promise.resolve().then(() => { for (;;); });',
    'const again = () => queueMicrotask(again); again();',
    'throw new Proxy({}, { get() { for (;;); } });',
    'Object.defineProperty(globalThis, "onPage", { get() { for (;;); } });',
  ];
  const ended = await Promise.all(tops.map((top) => hostile.run(aJob(`${HANDLER}\n${top}`))));
  expect(new Set(ended.flatMap(endings))).toEqual(new Set(['invalid_function']));
});

test('nothing is fetched while a program is loaded, and it is told so', async () => {
  const code = `let told; fetch('${partner.url}/load').catch(({ message }) => { told = message; });
    async function onTrack() { return told; }`;
  expect((await hostile.alone(code)).recording?.returned).toBe(
    'Cannot fetch outside of a handler: no event is under way',
  );
  expect(partner.requests).toEqual([]);
});

test('a program that fills its memory while it is loaded costs a program beside it nothing', async () => {
  const filling = aJob(`${HANDLER} const all = []; for (;;) all.push(new Array(1e5).fill(1));`, {
    destinationId: 'dst_filling',
    limits: { memoryMb: 64, cpuMs: 5_000 },
  });
  const healthy = aJob('async function onTrack() { await new Promise((go) => setTimeout(go, 50)); }');
  const [filled, ...others] = await Promise.all([
    hostile.run(filling),
    hostile.run(healthy),
    hostile.run(healthy),
  ]);
  expect(endings(filled)).toEqual(['memory_limit_exceeded']);
  expect(others.flatMap(endings)).toEqual(['delivered', 'delivered']);
});

describe('a module', () => {
  test.each([
    [
      'whose exports throw',
      'var __sluiceModule = new Proxy({}, { get() { throw 1; } });',
      'invalid_function',
    ],
    [
      'whose exports never answer',
      'var __sluiceModule = new Proxy({}, { get() { for (;;); } });',
      'invalid_function',
    ],
    ['whose exports are nothing', 'var __sluiceModule;', 'invalid_function'],
    [
      'that ends the function around it',
      'var __sluiceModule = { onTrack() {} }; return __sluiceModule; }); (function () {',
      'invalid_function',
    ],
    [
      'whose handler is no function',
      'var __sluiceModule = { onTrack: { call() {} } };',
      'unsupported_event_type',
    ],
    [
      'whose handler is another each time',
      'let asked = 0; var __sluiceModule = { get onTrack() { asked += 1; return asked > 1 ? 1 : () => {}; } };',
      'delivered',
    ],
  ])('%s ends as what it is', async (_, code, ending) => {
    expect(endings(await hostile.run(aJob(code, { kind: 'module' })))).toEqual([ending]);
  });
});
