import { findEncoding } from './encodings.ts';
import { invalidArgType, unknownEncoding } from './node-error.ts';
import { toNumber } from './to-number.ts';

type Direction = 'forward' | 'backward';

interface Wanted {
  readonly value: unknown;
  readonly from: unknown;
  /** Where to stop looking, or already the encoding. */
  readonly end: unknown;
  readonly encoding: unknown;
  readonly direction: Direction;
}

/** https://nodejs.org/api/buffer.html#bufindexofvalue-byteoffset-encoding; -1 where it isn't found */
export function searchBuffer(buffer: Uint8Array, wanted: Wanted): number {
  const { value, direction } = wanted;
  const { from, end, encoding } = placesOf(wanted);
  const start = startOf(buffer, from, direction);
  const stop = end === undefined ? buffer.length : finiteOf(toNumber(end));
  const haystack = buffer.subarray(0, Math.max(0, Math.min(buffer.length, stop)));
  if (typeof value === 'number') return search(haystack, Uint8Array.of(value), { start, direction, unit: 1 });
  const found = findEncoding(encoding ?? 'utf8');
  const unit = found?.unitBytes ?? 1;
  if (typeof value === 'string') {
    if (found === undefined) throw unknownEncoding(encoding);
    return search(haystack, found.encode(value), { start, direction, unit });
  }
  if (value instanceof Uint8Array) return search(haystack, value, { start, direction, unit });
  throw invalidArgType('value', 'one of type number or string or an instance of Buffer or Uint8Array', value);
}

/** Node takes an infinite end for none as well. */
function finiteOf(end: number): number {
  return Number.isFinite(end) ? end : 0;
}

/** The encoding may stand in place of what comes before it. */
function placesOf({ from, end, encoding }: Wanted): Pick<Wanted, 'from' | 'end' | 'encoding'> {
  if (typeof from === 'string') {
    return { from: undefined, end: typeof end === 'string' ? undefined : end, encoding: from };
  }
  return typeof end === 'string' ? { from, end: undefined, encoding: end } : { from, end, encoding };
}

/** Within the buffer, or past it; a negative one counts from the end. */
function startOf(buffer: Uint8Array, from: unknown, direction: Direction): number {
  const start = Math.trunc(Math.min(0x7fffffff, Math.max(-0x80000000, toNumber(from))));
  if (Number.isNaN(start)) return direction === 'forward' ? 0 : buffer.length;
  return start < 0 && start + buffer.length >= 0 ? start + buffer.length : start;
}

interface Search {
  readonly start: number;
  readonly direction: Direction;
  /** Characters of two bytes are found at even positions, and an odd byte at the end counts for nothing. */
  readonly unit: 1 | 2;
}

function search(buffer: Uint8Array, needle: Uint8Array, { start, direction, unit }: Search): number {
  const length = buffer.length - (buffer.length % unit);
  const isForward = direction === 'forward';
  if (needle.length === 0) return Math.max(0, Math.min(start, length));
  if (start < 0 && !isForward) return -1;
  if (needle.length < unit || needle.length > length) return -1;
  if (isForward && start + needle.length > length) return -1;
  const needleLength = needle.length - (needle.length % unit);
  const last = length - needleLength;
  const first = Math.max(0, Math.min(start, last));
  const step = isForward ? unit : -unit;
  for (let position = first - (first % unit); position >= 0 && position <= last; position += step) {
    if (isAt(buffer, needle, { position, length: needleLength })) return position;
  }
  return -1;
}

function isAt(
  buffer: Uint8Array,
  needle: Uint8Array,
  { position, length }: { readonly position: number; readonly length: number },
): boolean {
  for (let index = 0; index < length; index += 1) {
    if (buffer[position + index] !== needle[index]) return false;
  }
  return true;
}
