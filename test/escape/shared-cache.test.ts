import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

const LOAD = `async function onTrack(event, settings) { return cache.load('token', -1, async () => 'token of ' + settings.apiKey); }`;
const tokenOf = async (destinationId: string, apiKey: string): Promise<unknown> =>
  (await hostile.alone(LOAD, { destinationId, settings: { apiKey } })).recording?.returned;

test('what one destination keeps is there for it, and for no other of the same function', async () => {
  expect(await tokenOf('dst_one', 'one')).toBe('token of one');
  expect(await tokenOf('dst_other', 'two')).toBe('token of two');
  expect(await tokenOf('dst_one', 'one')).toBe('token of one');
});

test('what was kept under other settings is gone with them', async () => {
  expect(await tokenOf('dst_changing', 'old')).toBe('token of old');
  expect(await tokenOf('dst_changing', 'new')).toBe('token of new');
});

describe('an attack on the cache harms its own event alone:', () => {
  test.each([
    ['a load that never ends', 'await cache.load("a", 1, () => new Promise(() => {}));', 'gateway_timeout'],
    ['a load that spins', 'await cache.load("a", 1, () => { for (;;); });', 'gateway_timeout'],
    [
      'a load that loads itself',
      'const again = () => cache.load("a", 1, again); await again();',
      '(?:bad_request|gateway_timeout)',
    ],
    [
      'a load that throws what bites',
      'await cache.load("a", 1, () => { throw new Proxy({}, { get() { throw 1; } }); });',
      'bad_request',
    ],
    [
      'loads without end',
      'for (let i = 0; ; i += 1) await cache.load("k" + i, -1, () => "x".repeat(1e4));',
      '(?:gateway_timeout|memory_limit_exceeded)!?',
    ],
    [
      'values without end',
      'const all = []; for (let i = 0; ; i += 1) await cache.load({}, -1, () => new Array(1e5).fill(i));',
      '(?:gateway_timeout|memory_limit_exceeded)!?',
    ],
    [
      'a value whose size is a lie',
      'await cache.load("a", -1, () => ({ toJSON: () => "small", kept: new Array(1e6).fill(1) }));',
      'delivered',
    ],
    [
      'a value whose size is never told',
      'await cache.load("a", -1, () => ({ toJSON() { for (;;); } }));',
      'gateway_timeout',
    ],
    [
      'a lifetime that is none',
      'await cache.load("a", { valueOf() { throw new Error("no"); } }, () => 1);',
      'bad_request',
    ],
    [
      'a key that is looked at for ever',
      'await cache.load(new Proxy({}, { get() { for (;;); } }), -1, () => 1);',
      '(?:delivered|gateway_timeout)',
    ],
    [
      'a patched Map',
      'Map.prototype.get = () => { throw new Error("get"); }; Map.prototype.set = () => {}; await cache.load("a", -1, () => 1);',
      'delivered',
    ],
  ])('%s', async (_, statements, ending) => {
    expect(await hostile.amongOthers(statements)).toMatch(new RegExp(`^delivered ${ending} delivered$`));
  });
});

test('a load that an attempt left behind is not waited for by the next', async () => {
  const code = `let isFirst = true;
    async function onTrack() {
      if (isFirst) { isFirst = false; cache.load('a', -1, () => new Promise(() => {})); return 'left'; }
      return cache.load('a', -1, () => 'loaded anew');
    }`;
  expect((await hostile.alone(code)).recording?.returned).toBe('left');
  expect((await hostile.alone(code)).recording?.returned).toBe('loaded anew');
});
