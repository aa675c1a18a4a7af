import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Each puts something of its own in the place of what the language brings, and says so to nobody. */
const PATCHES: readonly (readonly [what: string, patch: string])[] = [
  [
    'index setters of Array.prototype',
    `for (const index of [0, 1, 2, 3]) {
      Object.defineProperty(Array.prototype, index, { set() { throw new Error('set'); }, get() { return 'got'; } });
    }`,
  ],
  [
    'accessors of Object.prototype',
    `const open = { __proto__: null, writable: true, enumerable: true, configurable: true };
    for (const name of ['type', 'code', 'message', 'kind', 'number', 'status', 'failure', 'isRecorded', 'handlers', 'default',
      'settingsText', 'onTrack', 'onBatch', 'retryAfterMs', 'name', 'stack', 'id', 'dueAt', 'resolve', 'isActive', 'constructor']) {
      Object.defineProperty(Object.prototype, name, {
        __proto__: null,
        set(value) { Object.defineProperty(this, name, { ...open, __proto__: null, value }); },
        get() { return 'polluted'; },
      });
    }`,
  ],
  [
    'values of Object.prototype',
    "Object.prototype.failure = 'network'; Object.prototype.message = 'no'; Object.prototype[0] = 'x'; Object.prototype.length = 7;",
  ],
  ['a then of every object', 'Object.prototype.then = function (go) { go("nothing"); };'],
  [
    'Function.prototype.call, apply and bind',
    'for (const name of ["call", "apply", "bind"]) Function.prototype[name] = () => { throw new Error(name); };',
  ],
  [
    'Function.prototype[Symbol.hasInstance]',
    'Object.defineProperty(Error, Symbol.hasInstance, { value: () => true });',
  ],
  ['JSON', 'JSON.parse = () => ({ type: "identify" }); JSON.stringify = () => "[0]"; globalThis.JSON = {};'],
  ['Promise.prototype.then', 'Promise.prototype.then = function () { throw new Error("then"); };'],
  [
    'Promise itself',
    'Promise.resolve = () => 1; Promise.prototype.constructor = Object; globalThis.Promise = class {};',
  ],
  [
    'the methods of String.prototype',
    `for (const name of Object.getOwnPropertyNames(String.prototype)) {
      if (typeof String.prototype[name] === 'function') String.prototype[name] = () => 'patched';
    }`,
  ],
  [
    'the methods of Array.prototype',
    `for (const name of Object.getOwnPropertyNames(Array.prototype)) {
      if (typeof Array.prototype[name] === 'function') Array.prototype[name] = () => { throw new Error(name); };
    }`,
  ],
  ['Array.isArray', 'Array.isArray = () => true; globalThis.Array = function () {};'],
  [
    'the methods of Map, Set and WeakSet',
    `for (const each of [Map, Set, WeakMap, WeakSet]) {
      for (const name of Object.getOwnPropertyNames(each.prototype)) {
        if (name !== 'size') each.prototype[name] = () => { throw new Error(name); };
      }
    }`,
  ],
  [
    'Reflect',
    'for (const name of Reflect.ownKeys(Reflect)) if (typeof name === "string") Reflect[name] = () => { throw new Error(name); };',
  ],
  [
    'Object',
    'for (const name of ["create", "keys", "entries", "hasOwn", "setPrototypeOf", "getPrototypeOf", "defineProperty", "assign"]) Object[name] = () => { throw new Error(name); };',
  ],
  [
    'iteration',
    'Array.prototype[Symbol.iterator] = function* () { yield 1e9; yield 1e9; yield 1e9; yield 1e9; };',
  ],
  ['iteration that throws', 'Array.prototype[Symbol.iterator] = () => { throw new Error("iterator"); };'],
  ['iteration without end', 'Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1; };'],
  [
    'the steps of an iterator',
    'Object.getPrototypeOf([][Symbol.iterator]()).next = () => { throw new Error("next"); };',
  ],
  [
    'RegExp.prototype',
    'RegExp.prototype.exec = () => { throw new Error("exec"); }; RegExp.prototype.test = () => false; RegExp.prototype[Symbol.replace] = () => "x";',
  ],
  [
    'Number and Math',
    'globalThis.Number = () => NaN; Math.max = () => NaN; Math.min = () => NaN; Number.isInteger = () => false;',
  ],
  [
    'the clock',
    'Date.now = () => NaN; globalThis.Date = class { static now() { return "x"; } }; performance.now = () => 0;',
  ],
  [
    'the error classes',
    'for (const name of ["RetryError", "DropEvent", "EventNotSupported", "TypeError", "Error"]) globalThis[name] = class {};',
  ],
  [
    'Error',
    'Error.prepareStackTrace = () => { throw 1; }; Error.captureStackTrace = () => { throw 1; }; Error.stackTraceLimit = 0;',
  ],
  [
    'every global',
    'for (const name of Object.getOwnPropertyNames(globalThis)) { if (name !== "onTrack" && name !== "undefined") { try { globalThis[name] = undefined; } catch {} } }',
  ],
  [
    'what may be extended',
    'for (const each of [Object, Array, Promise, String, Function, Error, Map]) { Object.freeze(each.prototype); Object.freeze(each); } Object.preventExtensions(globalThis);',
  ],
];

/** Ends each event as its name says, by means that no patch touches. */
const handlerFor = (patch: string): string => `
  const Drop = DropEvent; const Later = RetryError; const Plain = Error;
  const patch = () => { ${patch} };
  async function onTrack(event) {
    const { name } = event.properties;
    if (name === 'patch') patch();
    if (name === 'drop') throw new Drop('dropped');
    if (name === 'later') throw new Later('later', { retryAfterMs: 1000 });
    if (name === 'fail') throw new Plain('failed');
    await undefined;
    if (name === 'drop later') throw new Drop('dropped later');
  }`;
const NAMES = ['before', 'drop', 'patch', 'a', 'drop', 'later', 'fail', 'drop later', 'b'];
const ENDINGS = [
  'delivered',
  'filtered',
  'delivered',
  'delivered',
  'filtered',
  'retry',
  'bad_request',
  'filtered',
  'delivered',
];

describe('outcomes are what they are when a program has patched', () => {
  test.each(PATCHES)('%s, in a call', async (_, patch) => {
    const job = aJob(handlerFor(patch), { events: eventsNamed(...NAMES) });
    expect(endings(await hostile.run(job))).toEqual(ENDINGS);
    // In the same isolate, and after all that was posted has been taken.
    expect(
      endings(await hostile.run({ ...job, events: eventsNamed('a', 'drop', 'drop later', 'b') })),
    ).toEqual(['delivered', 'filtered', 'filtered', 'delivered']);
  });

  test.each(PATCHES)('%s, before all calls', async (_, patch) => {
    const names = NAMES.filter((name) => name !== 'patch');
    const job = aJob(`${handlerFor(patch)}\npatch();`, { events: eventsNamed(...names) });
    expect(endings(await hostile.run(job))).toEqual(ENDINGS.filter((__, index) => NAMES[index] !== 'patch'));
  });
});

// What was reset between the attempts was taken from an array, whose iterator is the guest's to replace.
test('a patched iterator lifts no limit of fetch', async () => {
  const code = `const iterate = Array.prototype[Symbol.iterator];
    Array.prototype[Symbol.iterator] = function () {
      return iterate.call(this.length > 0 && this.every((each) => each === 0) ? this.map(() => 1e9) : this);
    };
    onTrack = async () => {
      const all = await Promise.allSettled(Array.from({ length: 60 }, () => fetch('http://127.0.0.1:9/')));
      return all.filter(({ reason }) => reason.message.includes('the limit is 50')).length;
    };`;
  expect((await hostile.alone(code)).recording?.returned).toBe(10);
  expect((await hostile.alone(code)).recording?.returned).toBe(10);
});
