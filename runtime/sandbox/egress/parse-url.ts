/** Names have 253 characters at most; more is room for credentials, and for names in other letters, escaped. */
const MAX_AUTHORITY_LENGTH = 1_000;
/** What stands between the slashes and the path; tabs and line feeds are left out wherever they are. */
const AUTHORITY = /^[\0- ]*(?:[a-z][a-z\d+.-]*:[\\/]*|[\\/]{2,})([^\\/?#]*)/i;

/**
 * Reads a URL that a function or a server names. A host in other letters is brought into its ASCII form in a time that
 * grows with the square of its length (5,300 characters: 40 ms, on the thread that all programs share), so one that no
 * name can have isn't read.
 *
 * @returns `null` for what is no URL
 */
export function parseUrl(text: string, base?: string): URL | null {
  const [, authority = ''] = AUTHORITY.exec(text.replace(/[\t\n\r]/g, '')) ?? [];
  return authority.length > MAX_AUTHORITY_LENGTH ? null : URL.parse(text, base);
}
