import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { escapeForSqs } from '../../../runtime/contract/sqs-text.ts';
import { anyJson } from '../../support/arbitraries.ts';
import { refusedBySqs } from '../../support/refused-by-sqs.ts';

describe('escapeForSqs()', () => {
  test('leaves nothing that SQS refuses, and changes nothing that a JSON parser reads', () => {
    fc.assert(
      fc.property(anyJson(), (json) => {
        const text = JSON.stringify(json);
        const escaped = escapeForSqs(text);
        expect(refusedBySqs(escaped)).toEqual([]);
        expect(JSON.stringify(JSON.parse(escaped))).toBe(text);
        expect(Buffer.from(escaped).toString()).toBe(escaped);
      }),
    );
  });

  test('leaves whole surrogate pairs and what lies around the gaps as they are', () => {
    const taken = '"\t\n\r \u007f\u0085\ud7ff\ue000\ufdd0\ufffd😀\u{1ffff}\u{10ffff}"';
    expect(escapeForSqs(taken)).toBe(taken);
  });

  test('escapes each kind once', () => {
    expect(escapeForSqs('"\u0000\ufffe\uffff\ud800"')).toBe('"\\u0000\\ufffe\\uffff\\ud800"');
  });
});
