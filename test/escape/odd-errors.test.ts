import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('an error whose name or message is no text is told of without either:', () => {
  test.each([
    ['a symbol as its name', 'const error = new Error("no"); error.name = Symbol("name"); throw error;'],
    [
      'a symbol as its message',
      'const error = new Error("no"); error.message = Symbol("message"); throw error;',
    ],
    ['a symbol as its own', 'throw Symbol("own");'],
    ['a registered symbol', 'throw Symbol.for("nodejs.util.inspect.custom");'],
    [
      'an object as its name',
      'const error = new Error("no"); error.name = { toString() { for (;;); } }; throw error;',
    ],
    [
      'a text object as its message',
      'const error = new Error("no"); error.message = new String("no"); throw error;',
    ],
    ['a function', 'throw function () { for (;;); };'],
    ['a class', 'throw class extends Error {};'],
    ['a BigInt', 'throw 10n;'],
    ['a wrapped number', 'throw new Number(1);'],
    ['an array', 'throw ["no"];'],
    ['an arguments object', 'throw arguments;'],
    ['a promise', 'throw Promise.resolve(1);'],
    ['an error without a prototype', 'throw Object.setPrototypeOf(new Error("no"), null);'],
    ['an object without a prototype', 'throw Object.create(null);'],
    ['a cycle of causes', 'const error = new Error("no"); error.cause = error; throw error;'],
    ['an aggregate of itself', 'const error = new AggregateError([]); error.errors = [error]; throw error;'],
    ['-0', 'throw -0;'],
    ['lone surrogates', 'throw new Error("\\ud800".repeat(2_000));'],
    ['line feeds', 'throw new Error("\\nd0\\nf[0,\\"filtered\\",\\"x\\",null]\\n\\u2028\\u2029");'],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements)).toBe('delivered bad_request delivered');
  });
});

describe('what is thrown while something is disposed of ends its own event alone:', () => {
  test.each([
    ['using', 'using it = { [Symbol.dispose]() { throw new Error("disposed"); } }; throw new Error("used");'],
    [
      'await using',
      'await using it = { async [Symbol.asyncDispose]() { throw new Error("disposed"); } }; throw new Error("used");',
    ],
    [
      'a stack of them',
      'const all = new DisposableStack(); for (let i = 0; i < 1e4; i += 1) all.defer(() => { throw i; }); all.dispose();',
    ],
    ['a SuppressedError', 'throw new SuppressedError(new Error("one"), new Error("other"), "both");'],
    [
      'a SuppressedError that lies',
      'const error = new SuppressedError(1, 2); error.suppressed = new Proxy({}, { get() { for (;;); } }); throw error;',
    ],
    [
      'an error of disposing that is a proxy',
      'using it = { [Symbol.dispose]() { throw new Proxy(new Error(), { getPrototypeOf() { throw 1; } }); } }; throw new Error("used");',
    ],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements)).toBe('delivered bad_request delivered');
  });
});

describe('who pretends to be an error class of the contract gets no further than its own outcome:', () => {
  test.each([
    ['a name', 'const error = new Error("no"); error.name = "RetryError"; throw error;', 'bad_request'],
    ['a prototype', 'throw Object.setPrototypeOf({ message: "no" }, RetryError.prototype);', 'retry'],
    [
      'an instance of everything',
      'Object.defineProperty(DropEvent, Symbol.hasInstance, { value: () => true }); throw new Error("no");',
      'bad_request',
    ],
    ['a proxy of it', 'throw new Proxy(new DropEvent("no"), {});', 'filtered'],
    [
      'another prototype of the class',
      'try { RetryError.prototype = {}; } catch {} throw new RetryError("no");',
      'retry',
    ],
    [
      'a code of its own',
      'throw Object.assign(new Error("no"), { code: "platform_error", kind: "delivered" });',
      'bad_request',
    ],
  ])('%s', async (_, statements, ending) => {
    expect(await hostile.amongOthers(statements)).toBe(`delivered ${ending} delivered`);
  });

  test.each([
    'Infinity',
    'NaN',
    '-1',
    '1e300',
    '"5000"',
    '5000n',
    '{ valueOf: () => 5000 }',
    '[5000]',
    'Symbol()',
  ])('a delay of %s', async (delay) => {
    const { outcome } = await hostile.alone(
      `async function onTrack() { const error = new RetryError('no'); error.retryAfterMs = ${delay}; throw error; }`,
    );
    expect(outcome).toEqual({ kind: 'failed', code: 'retry', message: 'RetryError: no' });
  });
});
