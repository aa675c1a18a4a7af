import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('a sandbox within the sandbox leads no further than its own isolate:', () => {
  test.each([
    ['Function', 'return Function("return typeof process + typeof require")();'],
    [
      'Function of Function',
      'return Function.constructor.constructor("return typeof process + typeof require")();',
    ],
    ['eval in eval', 'return (0, eval)("(0, eval)(\\"typeof process + typeof require\\")");'],
    [
      'code in a with',
      'return Function("scope", "with (scope) { return typeof process + typeof require; }")(new Proxy({}, { has: (_, name) => name === "x" }));',
    ],
    [
      'a proxy of the global object',
      'return Function("scope", "with (scope) { return typeof process + typeof require; }")(new Proxy(globalThis, {}));',
    ],
    ['an async function', 'return (async () => {}).constructor("return typeof process + typeof require")();'],
    [
      'a bound function',
      'return Function.prototype.bind.call(Function, null)("return typeof process + typeof require")();',
    ],
    [
      'Reflect.construct',
      'return Reflect.construct(Function, ["return typeof process + typeof require"], class {})();',
    ],
    [
      'a subclass of Function',
      'return new (class extends Function {})("return typeof process + typeof require")();',
    ],
    ['the hashbang of a script', 'return (0, eval)("#! x\\ntypeof process + typeof require");'],
  ])('%s', async (_, statements) => {
    expect(await hostile.returned(statements)).toBe('undefinedundefined');
  });

  test.each(['ShadowRealm', 'vm', 'Worker', 'Realm', 'importScripts', 'document', 'Deno'])(
    'there is no %s',
    async (name) => {
      expect(await hostile.returned(`return typeof ${name} + typeof globalThis['${name}'];`)).toBe(
        'undefinedundefined',
      );
    },
  );
});

describe('a thousand of them, one in the other, end their own event alone:', () => {
  test.each([
    [
      'eval',
      'let code = "1"; for (let i = 0; i < 15; i += 1) code = "eval(" + JSON.stringify(code) + ")"; eval(code);',
    ],
    [
      'Function',
      'const nest = (left) => (left > 0 ? Function("nest", "left", "return nest(left)")(nest, left - 1) : 1); nest(1_000);',
    ],
    ['without end', 'const nest = () => Function("nest", "return nest()")(nest); nest();'],
    [
      'promises of functions',
      'const nest = async (left) => (left > 0 ? Function("nest", "left", "return nest(left)")(nest, left - 1) : 1); await nest(1_000);',
    ],
    ['proxies', 'let it = () => 1; for (let i = 0; i < 1e5; i += 1) it = new Proxy(it, {}); it();'],
    ['bound functions', 'let it = () => 1; for (let i = 0; i < 1e5; i += 1) it = it.bind(null); it();'],
  ])('%s', async (_, statements) => {
    const limits = { timeoutMs: 5_000, cpuMs: 2_000 };
    expect(await hostile.amongOthers(statements, { limits })).toMatch(
      /^delivered (?:delivered|bad_request|gateway_timeout!?|memory_limit_exceeded!?) delivered$/,
    );
  });
});
