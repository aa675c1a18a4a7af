import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import * as guest from '../../../../runtime/guest/web/base64.ts';
import { anyText } from '../../../support/arbitraries.ts';
import { answerOf } from '../answer-of.ts';

const latin1 = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 })
  .map((codes) => String.fromCharCode(...codes));
/** What looks like base64, mostly. */
const almostBase64 = fc
  .array(fc.constantFrom(...'AZaz09+/==  \n\t-_é\0\f'.split('')), { maxLength: 12 })
  .map((characters) => characters.join(''));

test('btoa() writes what Node writes', () => {
  fc.assert(
    fc.property(fc.oneof(latin1, anyText(6)), (text) => {
      expect(answerOf(() => guest.btoa(text))).toBe(answerOf(() => btoa(text)));
    }),
  );
});

test('atob() reads what Node reads, and refuses what it refuses', () => {
  fc.assert(
    fc.property(fc.oneof(almostBase64, latin1.map(btoa)), (text) => {
      expect(answerOf(() => guest.atob(text))).toBe(answerOf(() => atob(text)));
    }),
    { numRuns: 1_000 },
  );
});

test('atob() reads what btoa() wrote', () => {
  fc.assert(
    fc.property(latin1, (text) => {
      expect(guest.atob(guest.btoa(text))).toBe(text);
    }),
  );
});

test('btoa() and atob() make a text of what they are given', () => {
  for (const input of [undefined, null, 12, true] as unknown[]) {
    expect(guest.btoa(input)).toBe(btoa(input as string));
    expect(answerOf(() => guest.atob(input))).toBe(answerOf(() => atob(input as string)));
  }
});
