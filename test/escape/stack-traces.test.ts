import { describe, expect, test } from '@jest/globals';
import { HOST_PATH } from './host-path.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** What tells of the process around a guest, or of where its code came from. */
const TELLING = new RegExp(`node:|file:|\\.ts\\b|node_modules|isolated_vm|${HOST_PATH.source}`);

describe('a stack shows nothing of the host, be it of', () => {
  test.each([
    ['a handler', 'return new Error("x").stack;'],
    ['a timer', 'return new Promise((go) => setTimeout(() => go(new Error("x").stack), 1));'],
    ['a microtask', 'await null; return new Error("x").stack;'],
    ['an answer', 'return fetch("http://127.0.0.1:1/").catch(() => new Error("x").stack);'],
    ['a refusal of fetch', 'return fetch("http://169.254.169.254/").catch(({ stack }) => stack);'],
    ['a failure of fetch', 'return fetch("http://127.0.0.1:1/").catch(({ stack }) => stack);'],
    ['an error of the prelude', 'try { setTimeout(); } catch ({ stack }) { return stack; }'],
    [
      'a TypeError of V8 in the prelude',
      'try { Reflect.apply(Headers.prototype.get, {}, ["a"]); } catch ({ stack }) { return stack; }',
    ],
    [
      'the end of the stack',
      'Error.stackTraceLimit = 50; const again = () => again(); try { again(); } catch ({ stack }) { return stack; }',
    ],
    ['a syntax error', 'try { eval("let a = ;"); } catch ({ stack }) { return stack; }'],
    ['an import', 'return import("node:fs").catch((error) => String(error.stack).replace("node:fs", ""));'],
    ['a captured trace', 'const it = {}; Error.captureStackTrace(it); return it.stack;'],
    ['a trace of all there is', 'Error.stackTraceLimit = Infinity; return new Error("x").stack;'],
    ['an error of eval', 'return (0, eval)("new Error().stack");'],
    ['a function made of text', 'return new Function("return new Error().stack")();'],
    [
      'a getter that the prelude reads',
      'let seen; try { new Response("", { get status() { seen = new Error().stack; return 200; } }); } catch {} return seen;',
    ],
    [
      'a toString that the prelude calls',
      'let seen; try { atob({ toString() { seen = new Error().stack; return "YQ"; } }); } catch {} return seen;',
    ],
  ])('%s', async (_, statements) => {
    const stack = await hostile.returned(`Error.stackTraceLimit = Infinity; ${statements}`);
    expect(typeof stack).toBe('string');
    expect(stack).not.toMatch(TELLING);
  });
});

describe('the call sites of an error lead to nothing:', () => {
  const ask = (make: string): string => `Error.stackTraceLimit = Infinity;
    Error.prepareStackTrace = (error, sites) => sites;
    const make = () => new Error('x').stack;
    const sites = ${make};
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(sites[0])).filter((name) => name !== 'constructor');
    const said = new Set();
    for (const site of sites) {
      for (const name of names) {
        let value;
        try { value = site[name](); } catch (error) { value = error; }
        if (typeof value === 'string') said.add(value);
        if (typeof value === 'function' && !/make|onTrack|new Error/.test(value)) said.add('a function: ' + String(value).slice(0, 60));
        if (typeof value === 'object' && value !== null && value !== globalThis && !(value instanceof Object)) said.add('a foreign object of ' + name);
      }
    }
    return [...said];`;

  test.each([
    ['of a handler', 'make()'],
    ['of a timer', 'await new Promise((go) => setTimeout(() => go(make()), 1))'],
    [
      'of what the prelude calls',
      '(() => { let seen; new Response("", { get status() { seen = make(); return 200; } }); return seen; })()',
    ],
    [
      'of a listener',
      '(() => { let seen; const it = new AbortController(); it.signal.addEventListener("abort", () => { seen = make(); }); it.abort(); return seen; })()',
    ],
  ])('%s', async (_, make) => {
    const said = (await hostile.returned(ask(make))) as string[];
    expect(said.filter((each) => each.startsWith('a f'))).toEqual([]);
    expect(said.join('\n')).not.toMatch(TELLING);
  });
});

describe('a program that writes its own stack traces ends only its own event when it', () => {
  test.each([
    ['throws', '() => { throw new Error("again"); }', 'bad_request'],
    ['recurses', '(error) => new Error("again").stack', 'bad_request'],
    ['makes a proxy of them', '() => new Proxy({}, { get() { throw 1; } })', 'bad_request'],
    ['makes 50 MB of them', '() => "x".repeat(50e6)', 'bad_request'],
    ['is no function', '({ call: 1 })', 'bad_request'],
  ])('%s', async (_, prepare, ending) => {
    const statements = `Error.prepareStackTrace = ${prepare}; const error = new Error('no'); try { void error.stack; } catch {} throw error;`;
    expect(await hostile.amongOthers(statements)).toBe(`delivered ${ending} delivered`);
  });

  test.each([
    ['Infinity', 'Infinity'],
    ['NaN', 'NaN'],
    ['a huge number', '1e9'],
    ['an object', '{ valueOf() { for (;;); } }'],
  ])('and has them as long as %s', async (_, limit) => {
    const statements = `Error.stackTraceLimit = ${limit};
      const again = (left) => { if (left > 0) again(left - 1); else throw new Error('deep'); };
      again(3_000);`;
    expect(await hostile.amongOthers(statements)).toBe('delivered bad_request delivered');
  });
});

describe('what writes stack traces for the prelude is harmless when a program calls it with', () => {
  test.each([
    ['nothing', 'Error.prepareStackTrace?.();'],
    ['sites that are none', 'Error.prepareStackTrace?.(new Error("x"), [null, 1, {}]);'],
    [
      'sites that throw',
      'Error.prepareStackTrace?.(new Error("x"), [new Proxy({}, { get() { throw new Error("site"); } })]);',
    ],
    [
      'a list without end',
      'Error.prepareStackTrace?.(new Error("x"), new Proxy([], { get: (_, key) => (key === "length" ? 1e9 : () => "x") }));',
    ],
    [
      'an error that never tells',
      'Error.prepareStackTrace?.({ get message() { for (;;); }, toString() { for (;;); } }, []);',
    ],
    [
      'a name of 50 MB',
      'Error.prepareStackTrace?.(Object.assign(new Error("x"), { name: "x".repeat(50e6) }), []);',
    ],
    ['itself removed', 'delete Error.prepareStackTrace; void new Error("x").stack;'],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements)).toMatch(
      /^delivered (?:delivered|bad_request|(?:gateway_timeout|memory_limit_exceeded)!?) delivered$/,
    );
  });
});
