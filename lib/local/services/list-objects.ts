/** How S3 is asked for the keys of a bucket. */
export interface Listing {
  readonly prefix?: string;
  /** Keys that have it after the prefix are shown as one, cut after it. */
  readonly delimiter?: string;
  readonly maxKeys?: number;
  /** The last key, or common prefix, of the page before. */
  readonly startAfter?: string;
  readonly marker?: string;
}

export interface ListedPage<Stored> {
  readonly objects: Stored[];
  readonly commonPrefixes: string[];
  readonly isTruncated: boolean;
}

/**
 * One page of a listing, in the order of the keys' characters as S3 has it.
 * fauxqs sorts by locale and compares by character, so that its second page leaves out keys that no page has shown.
 */
export function listObjects<Stored extends { readonly key: string }>(
  stored: Iterable<Stored>,
  { prefix = '', delimiter, maxKeys = 1000, startAfter, marker }: Listing = {},
): ListedPage<Stored> {
  const after = startAfter || marker || '';
  const page = { objects: [] as Stored[], commonPrefixes: [] as string[] };
  const seen = new Set<string>();
  const sorted = Array.from(stored)
    .filter(({ key }) => key.startsWith(prefix) && key > after)
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  for (const each of sorted) {
    const common = commonPrefix(each.key, { prefix, delimiter });
    if (common !== null && (seen.has(common) || common <= after)) continue;
    if (page.objects.length + seen.size >= maxKeys) return { ...page, isTruncated: true };
    if (common === null) {
      page.objects.push(each);
    } else {
      seen.add(common);
      page.commonPrefixes.push(common);
    }
  }
  return { ...page, isTruncated: false };
}

function commonPrefix(
  key: string,
  { prefix, delimiter }: { readonly prefix: string; readonly delimiter: string | undefined },
): string | null {
  if (!delimiter) return null;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? null : key.slice(0, end + delimiter.length);
}
