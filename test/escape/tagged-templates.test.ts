import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

test('what a tag gets is of the guest’s own realm, and frozen', async () => {
  const statements = `const tag = (...args) => args;
    const [strings, value] = tag\`a\${{}}b\`;
    return [strings.constructor === Array, strings.raw instanceof Array, Object.isFrozen(strings), Object.isFrozen(strings.raw),
      value.constructor === Object, tag.constructor('return typeof process')()];`;
  expect(await hostile.returned(statements)).toEqual([true, true, true, true, true, 'undefined']);
});

describe('a function of the prelude that is called as a tag does what it does with an array:', () => {
  test.each([
    ['fetch', 'await fetch`http://127.0.0.1:1/`;'],
    ['setTimeout', 'setTimeout`for (;;);`;'],
    ['queueMicrotask', 'queueMicrotask`for (;;);`;'],
    ['structuredClone', 'structuredClone`a${{}}b`;'],
    ['console.log', 'console.log`a${{}}b${Symbol()}`;'],
    ['atob', 'atob`YQ==`;'],
    ['Reflect.apply of it', 'Reflect.apply(fetch, null, [[]]);'],
    ['Function', 'Function`a${"b"}c`;'],
    ['eval', 'eval`for (;;);`;'],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements)).toMatch(
      /^delivered (?:delivered|bad_request|network_error|gateway_timeout|memory_limit_exceeded!?) delivered$/,
    );
  });
});

test('code in a text is run where text is run, and nowhere else', async () => {
  const statements = `const ran = [];
    globalThis.run = (where) => ran.push(where);
    try { setTimeout("run('timeout')", 1); } catch {}
    try { setInterval("run('interval')", 1); } catch {}
    await new Promise((go) => setTimeout(go, 10));
    return ran;`;
  expect(await hostile.returned(statements)).toEqual([]);
});
