import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Symbols that Node looks for on what it prints, promisifies, disposes of or hears rejections of: all realms share them. */
const NAMES = [
  'nodejs.util.inspect.custom',
  'nodejs.util.promisify.custom',
  'nodejs.rejection',
  'nodejs.dispose',
  'nodejs.asyncDispose',
  'nodejs.stream.destroyed',
  'nodejs.webstream.isClosedPromise',
  'nodejs.worker_threads.transferable',
];

const MARK = `const called = [];
  const marked = (target) => {
    for (const name of ${JSON.stringify(NAMES)}) {
      Object.defineProperty(target, Symbol.for(name), { value: (...args) => { called.push(name); return args; }, configurable: true });
    }
    return target;
  };`;

describe('no symbol that Node knows is called on what crosses:', () => {
  test.each([
    ['a returned object', 'return marked({});'],
    ['a thrown error', 'throw marked(new Error("no"));'],
    ['a logged object', 'console.log(marked({}), marked(() => {}));'],
    ['a rejection', 'Promise.reject(marked(new Error("no")));'],
    ['an event', 'marked(event); return event;'],
    ['all objects', 'marked(Object.prototype); console.log({}); return {};'],
    ['all functions', 'marked(Function.prototype); await fetch("http://127.0.0.1:1/").catch(() => {});'],
    ['all errors', 'marked(Error.prototype); throw new Error("no");'],
  ])('%s', async (_, statements) => {
    const code = `${MARK} let isFirst = true;
      async function onTrack(event) { if (!isFirst) return called; isFirst = false; ${statements} }`;
    await hostile.alone(code);
    const { recording } = await hostile.alone(code);
    expect(recording?.returned).toEqual([]);
  });
});

test('symbols that are registered in one program are of no use in another', async () => {
  const keep = `globalThis[Symbol.for('kept')] = 'secret'; async function onTrack() { return globalThis[Symbol.for('kept')]; }`;
  expect((await hostile.alone(keep, { destinationId: 'dst_one' })).recording?.returned).toBe('secret');
  const look = `async function onTrack() { return Reflect.ownKeys(globalThis).filter((key) => typeof key === 'symbol').map(String); }`;
  expect((await hostile.alone(look, { destinationId: 'dst_other' })).recording?.returned).toEqual([]);
});
