import { describe, expect, test } from '@jest/globals';
import { listFreeNames } from '../../../runtime/bundle/list-free-names.ts';

const NAMES = ['_', 'moment', 'uuidv5', 'stripe'];

/** Each name with its line and column in the code, "typeof" before it where nothing else asks for it. */
function freeNames(code: string): readonly string[] {
  return listFreeNames(code, NAMES).map(({ name, offset, isOnlyProbed }) => {
    expect(code.slice(offset, offset + name.length)).toBe(name);
    return isOnlyProbed ? `typeof ${name}` : name;
  });
}

describe('listFreeNames()', () => {
  test.each([
    ['a call', 'moment()', 'moment'],
    ['a member', '_.chunk(a)', '_'],
    ['each place', '_.a; _.b', '_ _'],
    ['the value of a shorthand', 'x = { moment }', 'moment'],
    ['a default value', 'function f(now = moment()) {}', 'moment'],
    ['a computed key', 'a[moment]; x = { [_]: 1 }', '_ moment'],
    ['an expression in a template', '`${moment()}`', 'moment'],
    ['a tag', 'stripe`a`', 'stripe'],
    ['typeof', 'if (typeof moment === "function") {}', 'typeof moment'],
    ['what stands beside a local of the same name', 'function f(_) { return _; } _.x', '_'],
    ['a block that the local is not in', '{ const moment = 1; } moment()', 'moment'],
    ['a class that extends it', 'class A extends stripe {}', 'stripe'],
    ['what is replaced by a part of itself', 'uuidv5 = uuidv5.uuidv5; uuidv5("url", x)', 'uuidv5 uuidv5'],
    ['what with may change', 'with (a) { moment() }', 'moment'],
    ['a name of sloppy code alone', 'var let = 010; delete let; _.x', '_'],
    ['code after a hashbang', '#!/usr/bin/node\n_.x', '_'],
    ['code after a byte order mark', '\ufeff_.x', '_'],
  ])('finds %s', (_, code, names) => {
    expect(freeNames(code).join(' ')).toBe(names);
  });

  test.each([
    ['a comment', '// moment()\n/* _ */'],
    ['a string', '"moment" + \'_\' + `moment`'],
    ['a regular expression', '/_|moment/.test(a)'],
    ['a property', 'a.moment.stripe; a?._; ({ moment: 1, stripe() {} })'],
    ['a label', 'moment: for (;;) break moment;'],
    [
      'a member of a class',
      'class A { moment = 1; static _ = 2; #stripe = 3; get uuidv5() { return this.#stripe } }',
    ],
    ['a variable at the top', 'moment(); var moment = 1; const _ = 2; let stripe; function uuidv5() {}'],
    [
      'a parameter',
      'function f(moment, { stripe, a: _ = 1 }, [uuidv5]) { return moment + stripe + _ + uuidv5; }',
    ],
    ['a parameter of an arrow function', 'a.map((_, moment) => _ + moment)'],
    ['a function that names itself', 'x = function moment() { return moment; }'],
    ['a caught error', 'try {} catch (stripe) { stripe() } try {} catch ({ _ }) { _() }'],
    ['a global that the code sets', 'stripe = makeClient(); function f() { return stripe.pay(); }'],
    ['a variable of a loop', 'for (const _ of a) _(); for (moment in a) moment();'],
    ['what direct eval may declare', 'function f(moment) { eval(a); return moment; }'],
    ['a part of another name', 'moments; _a; $_; momentλ; äuuidv5'],
  ])('finds nothing in %s', (_, code) => {
    expect(freeNames(code)).toEqual([]);
  });

  test('takes every word for a use where the parser gives up on what V8 takes', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}; moment(); // _`;
    expect(freeNames(deep)).toEqual(['typeof moment']);
  });
});
