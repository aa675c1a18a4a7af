import { refused } from './egress-failures.ts';
import { MAX_URL_LENGTH } from './limits.ts';
import { parseUrl } from './parse-url.ts';
import { peerOf } from './peer.ts';

/**
 * Reads the URL of a request and says whether it may be asked for at all; address and port are checked when the connection is made.
 * The URL parser writes every spelling of an IPv4 address (decimal, octal, hex, short) in the usual one.
 *
 * @param allowedHosts as the manifest's `egress` has them: "api.acme.example" at any port, "*.acme.example" for all below;
 * `null` for any
 * @throws EgressError `refused`
 */
export function parseTarget(text: string, allowedHosts: readonly string[] | null): URL {
  if (text.length > MAX_URL_LENGTH) {
    throw refused(text, `the URL has ${text.length} characters, the limit is ${MAX_URL_LENGTH}`);
  }
  const url = parseUrl(text);
  if (url === null) throw refused(text, 'it is no absolute URL');
  return checkTarget(url, allowedHosts);
}

/** Says the same of a redirect's target. @throws EgressError `refused` */
export function checkTarget(url: URL, allowedHosts: readonly string[] | null): URL {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(url.protocol, 'only http: and https: can be fetched');
  }
  if (url.username !== '' || url.password !== '') throw refused(url, 'the URL includes credentials');
  if (url.href.length > MAX_URL_LENGTH) {
    throw refused(url, `the URL has ${url.href.length} characters, the limit is ${MAX_URL_LENGTH}`);
  }
  if (allowedHosts !== null && !allowedHosts.some((allowed) => isWithin(url, allowed))) {
    throw refused(url, `${url.host} is not in the function's egress list`);
  }
  return url;
}

function isWithin(url: URL, allowed: string): boolean {
  const { hostname } = peerOf(url);
  return allowed.startsWith('*.') ? hostname.endsWith(allowed.slice(1)) : hostname === allowed;
}
