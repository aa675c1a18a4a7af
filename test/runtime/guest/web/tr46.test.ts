import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { toASCII } from '../../../../runtime/guest/web/tr46.ts';

const require = createRequire(import.meta.url);
const { toASCII: realToASCII } = require('tr46') as { readonly toASCII: typeof toASCII };

/** As whatwg-url asks for it. */
const OPTIONS = {
  checkHyphens: false,
  checkBidi: true,
  checkJoiners: true,
  useSTD3ASCIIRules: false,
  transitionalProcessing: false,
  verifyDNSLength: false,
  ignoreInvalidPunycode: false,
};

describe("the bundle's tr46", () => {
  // In the bundle it is the bundler's own.
  beforeAll(() => void Object.assign(globalThis, { require }));
  afterAll(() => void Reflect.deleteProperty(globalThis, 'require'));

  const character = fc.constantFrom(...'aZ09-.._xXnN%é ß'.split(''), 'xn--', '.xn--');
  test('says of every host what the real one says', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (host) => {
        expect(toASCII(host, OPTIONS)).toBe(realToASCII(host, OPTIONS));
      }),
    );
  });

  test.each([
    'API.Acme.example',
    'bücher.example',
    'xn--bcher-kva.example',
    'XN--a.example',
    '',
    'a..b',
    '日本',
  ])('says of %j what the real one says', (host) => {
    expect(toASCII(host, OPTIONS)).toBe(realToASCII(host, OPTIONS));
  });
});
