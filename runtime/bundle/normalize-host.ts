/** A host of the manifest's `egress`: labels with dots between them, perhaps with `*.` for everything below. */
const HOST = /^(?:\*\.)?[^\s:/?#@[\]\\*%]+$/u;
const MAX_HOST_LENGTH = 253;

/**
 * Writes a host name as URLs show it (lower case, punycode), so that it can be compared as text.
 * `*.example.com` stands for every host below example.com and not for itself.
 *
 * @returns `null` when it is none
 */
export function normalizeHost(host: string): string | null {
  if (!HOST.test(host)) return null;
  const [wildcard, plain] = host.startsWith('*.') ? ['*.', host.slice(2)] : ['', host];
  const url = URL.parse(`https://${plain}`);
  if (url === null || url.hostname === '' || url.hostname.length > MAX_HOST_LENGTH) return null;
  return wildcard + url.hostname.replace(/\.$/, '');
}
