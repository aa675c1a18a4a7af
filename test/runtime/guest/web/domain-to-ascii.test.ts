import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { toASCII } from '../../../../runtime/guest/web/domain-to-ascii.ts';
import { connectRealHost } from '../connect-real-host.ts';

/** The host that Node finds in a URL with this domain. */
function hostInNode(domain: string): string | null {
  return URL.parse(`https://${domain}/`)?.host ?? null;
}

describe('toASCII()', () => {
  beforeAll(connectRealHost);

  const character = fc.constantFrom(...'aZzé.ßñ_xn日ü\u200d\u00ad\u06dd'.split(''), 'xn--', '.xn--', '-');
  test('says of every domain what Node finds in a URL', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 1, maxLength: 12 }), (domain) => {
        expect(toASCII(domain)).toBe(hostInNode(domain));
      }),
    );
  });

  test.each([
    ['API.Acme.example', 'api.acme.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['日本', 'xn--wgv71a'],
    ['ｅｘａｍｐｌｅ。com', 'example.com'],
  ])('knows %j', (domain, ascii) => {
    expect(toASCII(domain)).toBe(ascii);
  });

  test.each(['é/b', 'é%41', 'é@b', 'é／b', '\u00ad', '\ud800', `${'é'.repeat(2_000)}.example`])(
    'takes %j for no domain',
    (domain) => {
      expect(toASCII(domain)).toBeNull();
    },
  );
});
