import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** A sloppy function that keeps who called it, as far as it can tell: with strict code or the host, nobody. */
const LOOK = `var callers = [];
  function look() {
    callers.push(look.caller, arguments.callee.caller);
    return 200;
  }`;

describe('a sloppy function does not see who calls it, as', () => {
  test.each([
    ['a timer', 'setTimeout(look, 1); await new Promise((go) => setTimeout(go, 5));'],
    ['a microtask', 'queueMicrotask(look); await null; await null;'],
    ['what makes a text', 'try { atob({ toString: look }); } catch {}'],
    ['what makes a number', 'setTimeout(() => {}, { valueOf: look });'],
    [
      'a listener',
      'const it = new AbortController(); it.signal.addEventListener("abort", look); it.abort();',
    ],
    ['a getter', 'new Response("", Object.defineProperty({}, "status", { get: look }));'],
    ['a trap of what is logged', 'console.log(new Proxy({}, { ownKeys: look, getPrototypeOf: look }));'],
    ['a callback', 'new Headers({ a: "b" }).forEach(look);'],
    [
      'a toJSON of what the prelude writes',
      'Object.prototype.toJSON = look; try { crypto.createCipheriv("aes-256-gcm", Buffer.alloc(32), Buffer.alloc(12)); } catch {} delete Object.prototype.toJSON;',
    ],
  ])('%s', async (_, statements) => {
    const code = `${LOOK} async function onTrack() { ${statements}; return callers.map((each) => each === null); }`;
    const { outcome, recording } = await hostile.alone(code);
    expect(outcome).toEqual({ kind: 'delivered' });
    expect(new Set(recording?.returned as unknown[])).toEqual(new Set([true]));
  });

  test.each([
    ['a handler', 'onTrack = look; onIdentify = () => callers.map((each) => each === null);'],
    [
      'a thenable',
      'onTrack = () => ({ then: function then(go) { callers.push(then.caller); go(); } }); onIdentify = () => callers.map((each) => each === null);',
    ],
    ['JSON', 'onTrack = () => ({ toJSON: look }); onIdentify = () => callers.map((each) => each === null);'],
    [
      'a thrown value',
      'onTrack = () => { throw Object.defineProperty({}, "message", { get: look }); }; onIdentify = () => callers.map((each) => each === null);',
    ],
  ])('%s', async (_, handlers) => {
    const events = ['{"type":"track"}', '{"type":"identify"}'];
    const code = `${LOOK} ${handlers}`;
    await hostile.alone(code, { events: events.slice(0, 1) });
    const { recording } = await hostile.alone(code, { events: events.slice(1) });
    expect(recording?.returned).toEqual(expect.arrayContaining([true]));
    expect(recording?.returned).not.toContain(false);
  });
});

test('the call sites of an error show no function and no receiver of the prelude', async () => {
  const statements = `Error.stackTraceLimit = Infinity;
    Error.prepareStackTrace = (error, sites) => sites;
    const make = () => new Error('x').stack;
    const later = await new Promise((go) => setTimeout(() => go(make()), 1));
    const asked = []; new Response('', { get status() { asked.push(...make()); return 200; } });
    return [...make(), ...later, ...asked]
      .filter((site) => !String(site).includes('index.js'))
      .map((site) => [typeof site.getFunction(), typeof site.getThis()].join(' '));`;
  const sites = (await hostile.returned(statements)) as unknown[];
  expect(sites.length).toBeGreaterThan(3);
  expect(new Set(sites)).toEqual(new Set(['undefined undefined']));
});
