import { describe, expect, test } from '@jest/globals';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('a timer with an odd delay is due at once, or never set:', () => {
  test.each([
    'NaN',
    'Infinity',
    '-Infinity',
    '-1',
    '2 ** 31',
    '2 ** 53',
    '1e400',
    '"x"',
    'null',
    'undefined',
    '{}',
    '[]',
    '"1"',
    '0.5',
    '-0',
    'true',
    'new Date()',
  ])('%s', async (delay) => {
    expect(await hostile.returned(`return new Promise((go) => setTimeout(go, ${delay}, 'due'));`)).toBe(
      'due',
    );
  });

  test.each([
    ['a symbol', 'Symbol()'],
    ['a BigInt', '1n'],
    ['an object that throws', '{ valueOf() { throw new TypeError("no"); } }'],
    ['an object that is none', 'Object.create(null)'],
  ])('%s', async (_, delay) => {
    expect(await hostile.amongOthers(`setTimeout(() => {}, ${delay});`)).toBe(
      'delivered bad_request delivered',
    );
  });
});

describe('an interval that never lets go ends its own event alone, with', () => {
  test.each(['0', '-1', 'NaN', 'Infinity', '1e-9', '{ valueOf: () => 1 }'])(
    'a delay of %s',
    async (delay) => {
      const statements = `let left = 5; await new Promise((go) => { setInterval(() => { left -= 1; if (left === 0) go(); }, ${delay}); });`;
      expect(await hostile.amongOthers(statements)).toBe('delivered delivered delivered');
      expect(await hostile.amongOthers(`setInterval(() => {}, ${delay}); await new Promise(() => {});`)).toBe(
        'delivered gateway_timeout delivered',
      );
    },
  );
});

describe('what is no timer of its own is cleared by nobody:', () => {
  test.each([
    '0',
    '-1',
    'NaN',
    '"__proto__"',
    '"constructor"',
    'null',
    '{}',
    '{ valueOf: () => 1 }',
    '[1]',
    'Symbol.iterator',
    '1n',
    '1e9',
  ])('%s', async (id) => {
    const statements = `const due = new Promise((go) => setTimeout(go, 5, 'due'));
      for (const clear of [clearTimeout, clearInterval]) { try { clear(${id}); } catch {} }
      return due;`;
    expect(await hostile.returned(statements)).toBe('due');
  });
});

test('a timer that sets and clears others while they are due harms nobody', async () => {
  const statements = `const ids = [];
    for (let i = 0; i < 200; i += 1) {
      ids.push(setTimeout(() => { for (const id of ids) clearTimeout(id); for (let j = 0; j < 10; j += 1) { try { ids.push(setTimeout(() => {}, -j)); } catch {} } }, i % 3));
    }
    await new Promise((go) => setTimeout(go, 50)).catch(() => {});`;
  expect(await hostile.amongOthers(statements)).toMatch(
    /^delivered (?:delivered|gateway_timeout) delivered$/,
  );
});
