/** Turns internationalized names of hosts into those that DNS knows; brings no types of its own. */
interface Tr46 {
  toASCII(domain: string, options: unknown): string | null;
}

declare function require(name: 'tr46'): Tr46;

// oxlint-disable-next-line no-control-regex
const ASCII = /^[\u0000-\u007f]*$/;
const PUNYCODE_LABEL = /(?:^|\.)xn--/i;

/**
 * What the bundled whatwg-url finds in tr46's place. Nearly every host is plain ASCII, for which the standard says that
 * lower case is all there is to do (https://url.spec.whatwg.org/#concept-domain-to-ascii). So tr46's tables, 8 ms to
 * make and 1.5 MB of each isolate's memory, are made when the first other host is parsed.
 */
export function toASCII(domain: string, options: unknown): string | null {
  if (ASCII.test(domain) && !PUNYCODE_LABEL.test(domain)) return domain.toLowerCase();
  return require('tr46').toASCII(domain, options);
}
