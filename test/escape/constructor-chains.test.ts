import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start({ body: '{"ok":true}', headers: { 'content-type': 'application/json' } });
});
afterAll(() => partner.close());

/**
 * Climbs from every value, and from every member that is an object, to all the functions there are on the way, and
 * from each to its realm: whoever finds another one than the guest's own is out.
 */
const CLIMB = `const foreign = [];
  const seen = new Set();
  const climb = (value, path) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
    seen.add(value);
    try {
      const { constructor } = value;
      const Maker = typeof constructor === 'function' ? constructor.constructor : Function;
      if (Maker('return typeof process + typeof require + typeof module')() !== 'undefined'.repeat(3)) foreign.push(path);
      if (Maker('return this')() !== globalThis) foreign.push(path + ' (another realm)');
      if (!(value instanceof Object) && Object.getPrototypeOf(value) !== null) foreign.push(path + ' (no Object of ours)');
    } catch (error) {
      if (!(error instanceof Error)) foreign.push(path + ' (an error of another realm)');
    }
    climb(Object.getPrototypeOf(value), path + '.__proto__');
    for (const key of Reflect.ownKeys(value)) {
      const { value: member, get, set } = Object.getOwnPropertyDescriptor(value, key);
      for (const each of [member, get, set]) climb(each, path + '.' + String(key));
    }
  };`;

describe('no constructor leads out of the isolate from', () => {
  test.each([
    ['the event', 'climb(event, "event");'],
    ['the settings', 'climb(settings, "settings");'],
    ['the global object', 'climb(globalThis, "globalThis");'],
    ['this', 'climb((function () { return this; })(), "this");'],
    ['the arguments', 'climb(arguments, "arguments");'],
    ['an error of V8', 'try { null.x; } catch (error) { climb(error, "error"); }'],
    ['an error of the stack', 'try { (function f() { f(); })(); } catch (error) { climb(error, "error"); }'],
    ['an error of the prelude', 'try { setTimeout(); } catch (error) { climb(error, "error"); }'],
    ['an error of eval', 'try { eval("let a = ;"); } catch (error) { climb(error, "error"); }'],
    ['an error of import', 'await import("node:fs").catch((error) => climb(error, "error"));'],
    ['a refusal of fetch', 'await fetch("http://127.0.0.1:9/").catch((error) => climb(error, "error"));'],
    ['a promise of fetch', 'const asked = fetch(URL_OF_PARTNER); climb(asked, "promise"); await asked;'],
    ['a response', 'climb(await fetch(URL_OF_PARTNER), "response");'],
    ['the JSON of a response', 'climb(await (await fetch(URL_OF_PARTNER)).json(), "json");'],
    ['the bytes of a response', 'climb(await (await fetch(URL_OF_PARTNER)).arrayBuffer(), "bytes");'],
    [
      'an abort',
      'const it = new AbortController(); it.abort(); climb(it.signal, "signal"); climb(it.signal.reason, "reason");',
    ],
    ['console', 'climb(console, "console"); climb(console.log, "log");'],
    ['a timer', 'climb(setTimeout(() => {}), "timer"); climb(setTimeout, "setTimeout");'],
    [
      'the error classes',
      'for (const each of [new RetryError("x"), new DropEvent("x")]) climb(each, "error");',
    ],
  ])('%s', async (_, statements) => {
    const code = statements.replaceAll('URL_OF_PARTNER', JSON.stringify(partner.url));
    expect(
      await hostile.returned(`${CLIMB} ${code} return foreign;`, { settings: { map: { a: 'b' } } }),
    ).toEqual([]);
  });
});
