import { callHost } from '../bridge/host-call.ts';
import { latin1Of } from '../bridge/latin1.ts';

// oxlint-disable-next-line no-control-regex
const ASCII = /^[\u0000-\u007f]*$/;
const PUNYCODE_LABEL = /(?:^|\.)xn--/i;
/** https://url.spec.whatwg.org/#forbidden-domain-code-point; a mapping leaves them as they are, so no such host is valid. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0020"#%/:<>?@[\\\]^`{|}\u007f]/;
/** DNS knows names of 253 characters, and the work grows with the square of the length. */
const MAX_LENGTH = 1_024;

/**
 * What the bundled whatwg-url finds in the place of its own tables, which would take a quarter of a megabyte of every
 * isolate. Nearly every host is plain ASCII, for which the standard says that lower case is all there is to do
 * (https://url.spec.whatwg.org/#concept-domain-to-ascii); the host knows of the others.
 *
 * @returns `null` for what no domain can be
 */
export function toASCII(domain: string): string | null {
  if (ASCII.test(domain) && !PUNYCODE_LABEL.test(domain)) return domain.toLowerCase();
  if (domain.length > MAX_LENGTH || FORBIDDEN.test(domain)) return null;
  const ascii = latin1Of(callHost('domain', { domain }));
  return ascii === '' ? null : ascii;
}
