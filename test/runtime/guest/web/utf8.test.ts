import { TextDecoder, TextEncoder } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeUtf8, encodeUtf8 } from '../../../../runtime/guest/web/utf8.ts';
import { anyText } from '../../../support/arbitraries.ts';
import { answerOf } from '../answer-of.ts';

/** Leads, continuations, and those next to them that are neither. */
const EDGES = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbb, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
  0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
];

/** Bytes of which many belong together. */
function anyBytes(): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const near = fc.constantFrom(...EDGES);
  const byte = fc.oneof(near, near, fc.integer({ min: 0, max: 255 }));
  const text = anyText(6).map((each) => Array.from(new TextEncoder().encode(each)));
  const bom = fc.constant([0xef, 0xbb, 0xbf]);
  return fc
    .array(
      fc.oneof(
        byte.map((each) => [each]),
        text,
        bom,
      ),
      { maxLength: 12 },
    )
    .map((parts) => Uint8Array.from(parts.flat()));
}

describe('encodeUtf8()', () => {
  test('writes every text as Node does, lone surrogates as U+FFFD', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
  });

  test('gives bytes of their own', () => {
    const bytes = encodeUtf8('é');
    expect(bytes.buffer.byteLength).toBe(2);
  });
});

describe('decodeUtf8()', () => {
  test.each([
    ['replacing what is no UTF-8', {}],
    ['keeping the byte order mark', { ignoreBOM: true }],
    ['refusing what is no UTF-8', { fatal: true }],
    ['refusing, and keeping the mark', { fatal: true, ignoreBOM: true }],
  ])('reads every sequence of bytes as Node does, %s', (_, options) => {
    fc.assert(
      fc.property(anyBytes(), (bytes) => {
        const expected = answerOf(() => new TextDecoder('utf-8', options).decode(bytes));
        expect(answerOf(() => decodeUtf8(bytes, options))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('reads what encodeUtf8() wrote', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(decodeUtf8(encodeUtf8(text), { ignoreBOM: true })).toBe(text.toWellFormed());
      }),
    );
  });

  test.each([
    ['nothing', [], ''],
    ['a sequence that is cut off', [0xf0, 0x9f, 0x98], '\ufffd'],
    ['two that are cut off', [0xe2, 0x82, 0xe2, 0x82, 0xac], '\ufffd€'],
    ['an overlong zero', [0xc0, 0x80], '\ufffd\ufffd'],
    ['a surrogate', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['what lies past U+10FFFF', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
    ['the last character', [0xf4, 0x8f, 0xbf, 0xbf], '\u{10ffff}'],
    ['a mark, and another', [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], '\ufeff'],
  ])('reads %s', (_, bytes, text) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text);
  });
});
