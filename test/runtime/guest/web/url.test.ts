import {
  URL as GuestURL,
  URLSearchParams as GuestURLSearchParams,
} from '../../../../runtime/guest/web/url.ts';
import { describeSame } from '../same-in-both.ts';

const URLS = [
  'http://a/b?c#d',
  'HTTP://EXAMPLE.com:80/%7Efoo/../bar',
  'http://é.example/',
  '//x',
  'a:b',
  'http://[::1]:80/',
  'http://0x7f.1/',
  'http://a b/',
  "http://a/?q=é'",
  'file:///c|/x',
  'data:text/plain,x y',
  'http://u:p@h/',
  'http://h:99999/',
  'http://h/\t\n x',
  'javascript:alert(1)',
  'http://ex%41mple/',
  'https://a.b.c./',
  '',
  ' http://a/ ',
];

const WORLDS = {
  guest: { URL: GuestURL, URLSearchParams: GuestURLSearchParams },
  node: { URL, URLSearchParams },
};

describeSame(
  'URL',
  WORLDS,
  URLS.map(
    (url) =>
      `const u = new URL(${JSON.stringify(url)}); return [u.href, u.origin, u.host, u.port, u.pathname, u.search, u.hash, u.username, JSON.stringify(u)]`,
  ).join('\n'),
);

describeSame(
  'URL and URLSearchParams',
  WORLDS,
  String.raw`
    return new URL('../x?y#z', 'http://a.example/b/c/d').href
    return new URL('x', 'y')
    return [URL.canParse('http://a'), URL.canParse('x'), URL.parse('x'), URL.parse('/q', 'http://a').href]
    const u = new URL('http://a/'); u.pathname = 'x y'; u.search = 'q=1'; u.hash = 'h'; u.port = '8080'; u.protocol = 'https'; u.host = 'b.example:1'; u.username = 'me'; return u.href
    const u = new URL('http://a/?x=1'); u.searchParams.append('y', 'a b&'); u.searchParams.delete('x'); return [u.href, u.search, u.searchParams === u.searchParams]
    const u = new URL('http://a/?x=1'); u.search = ''; return [u.href, u.searchParams.size]
    const p = new URLSearchParams('?a=1&b=2&a=3&c'); return [[...p], p.getAll('a'), p.size, String(p), p.has('a', '3'), p.has('a', 'x')]
    const p = new URLSearchParams({ a: 1, b: 'é ~*-._' }); return String(p)
    return String(new URLSearchParams([['a', 'b'], ['c', 'd']]))
    return new URLSearchParams([['a']])
    return String(new URLSearchParams(new Map([['x', 'y']])))
    const p = new URLSearchParams('z=1&a=2&a=1'); p.sort(); p.set('z', 'q'); p.delete('a', '1'); return String(p)
    return [String(new URLSearchParams(null)), String(new URLSearchParams(undefined)), String(new URLSearchParams(5))]
    const s = []; new URLSearchParams('a=1').forEach((v, k) => s.push(v, k)); return s
    return Object.prototype.toString.call(new URL('http://a')) + Object.prototype.toString.call(new URLSearchParams()) + new URLSearchParams().keys()[Symbol.toStringTag]
    return new URL()
    return URL('http://a')
    return new URLSearchParams('a=%zz&b=+%2B').toString()
  `,
);
