import { describe, expect, test } from '@jest/globals';
import { listWords } from '../../../runtime/bundle/list-words.ts';

function wordsOf(code: string): readonly string[] {
  return listWords(code).map(({ kind, text }) => (kind === 'string' ? `"${text}"` : text));
}

describe('listWords()', () => {
  test.each([
    ['comments', 'a // b\nc /* d\n e */ f', 'a c f'],
    ['strings', `a("b'c", 'd"e')`, `a "b'c" "d"e"`],
    ['escaped quotes', String.raw`'it\'s' + a`, String.raw`"it\'s" a`],
    ['the text of templates', '`b ${c + `d ${e}` } f` + g', 'c e g'],
    ['braces within a template', '`${ { a: { b } } } c` + d', 'a b d'],
    ['regular expressions', 'a = /b"[/`]/g; c', 'a c'],
    ['a regular expression after a keyword', 'return /"/.test(a)', 'return test a'],
    ['a regular expression after a condition', 'if (a) /`/.test(b)', 'if a test b'],
    ['divisions', 'a / b / c + `d`', 'a b c'],
    ['a division after parentheses', '(a) / b / "c"', 'a b "c"'],
    ['numbers', '1e3 + 0x1f + 1_000n + .5 + a', 'a'],
    ['a hashbang', '#!/usr/bin/env node\na', 'a'],
    ['private names and letters of any script', '#größe; $a; _b', '#größe $a _b'],
    ['what is never closed', '`a ${b', 'b'],
  ])('tells words from %s', (_, code, words) => {
    expect(wordsOf(code).join(' ')).toBe(words);
  });

  test('says where a word is, and whether it is indexed', () => {
    expect(listWords('  self [name]')).toEqual([
      { kind: 'name', text: 'self', offset: 2, isIndexed: true },
      { kind: 'name', text: 'name', offset: 8, isIndexed: false },
    ]);
  });
});
