import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseRequestUrl } from '../../../../runtime/guest/fetch/request-url.ts';
import { answerOf } from '../answer-of.ts';

/** What Node's Request makes of a URL. */
function nodesUrl(text: string): string {
  return new Request(text).url;
}

// Most URLs are taken as they are, without the parser: it must not be noticed.
test('a URL is what the parser makes of it, whether it is asked or not', () => {
  const pieces =
    "a Z 0 9 - . .. / /./ /.. %2e %41 : :80 :443 @ ? # ' _ ~ ! $ & ( * + , ; = [ ] | \\ é 0x7f 1.2 127.1".split(
      ' ',
    );
  const piece = fc.constantFrom(' ', ...pieces);
  const start = fc.constantFrom(
    'http://',
    'https://',
    'http://a.example',
    'https://a.example/',
    'https://a.b.c/v1/',
    'HTTP://',
    'a:',
  );
  const url = fc
    .tuple(start, fc.array(piece, { maxLength: 6 }))
    .map(([scheme, pieces]) => scheme + pieces.join(''));
  fc.assert(
    fc.property(url, (text) => {
      expect(answerOf(() => parseRequestUrl(text))).toEqual(answerOf(() => nodesUrl(text)));
    }),
    { numRuns: 3_000 },
  );
});
