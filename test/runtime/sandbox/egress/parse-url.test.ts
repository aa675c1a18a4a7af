import { describe, expect, test } from '@jest/globals';
import { parseUrl } from '../../../../runtime/sandbox/egress/parse-url.ts';

const BASE = 'https://acme.example/a/b';
const LONG = 'x'.repeat(1_001);

describe('parseUrl()', () => {
  test.each([
    ['https://acme.example/path?query', undefined, 'https://acme.example/path?query'],
    ['https://Bücher.example/', undefined, 'https://xn--bcher-kva.example/'],
    [
      `https://acme.example/${LONG}?${LONG}#${LONG}`,
      undefined,
      `https://acme.example/${LONG}?${LONG}#${LONG}`,
    ],
    [`/${LONG}`, BASE, `https://acme.example/${LONG}`],
    [LONG, BASE, `https://acme.example/a/${LONG}`],
    ['//other.example', BASE, 'https://other.example/'],
    [`https:\\\\acme.example\\${LONG}`, undefined, `https://acme.example/${LONG}`],
  ])('reads what a URL may be: %#', (text, base, href) => {
    expect(parseUrl(text, base)?.href).toBe(href);
  });

  test.each([
    ['no URL', undefined],
    [`https://${LONG}/`, undefined],
    [`https:${LONG}/`, undefined],
    [`https:////\\${LONG}/`, undefined],
    [` \0\t h\ttt\nps:/\r/${LONG}`.replace(' h', 'h'), undefined],
    [`//${LONG}`, BASE],
    [`\\\\${LONG}`, BASE],
    [`https://${'一'.repeat(1_001)}.example/`, undefined],
    [`https://${'%E4%B8%80'.repeat(200)}.example/`, undefined],
  ])('reads no host that no name can have: %#', (text, base) => {
    expect(parseUrl(text, base)).toBeNull();
  });
});
