import { bytesOf } from '../web/bytes-of.ts';
import { findEncoding } from './encodings.ts';
import { invalidArgValue, unknownEncoding } from './node-error.ts';
import { toNumber } from './to-number.ts';
import { validateInteger, validateString } from './validate.ts';

interface FillOptions {
  readonly offset?: unknown;
  readonly end?: unknown;
  readonly encoding?: unknown;
}

/** https://nodejs.org/api/buffer.html#buffillvalue-offset-end-encoding */
export function fillBuffer(buffer: Uint8Array, value: unknown, options: FillOptions): void {
  const { offset, end, encoding } =
    typeof value === 'string' ? withEncoding(options) : { ...options, encoding: 'utf8' };
  if (typeof value === 'string' && findEncoding(encoding || 'utf8') === undefined) {
    validateString(encoding, 'encoding');
    throw unknownEncoding(encoding);
  }
  let from = 0;
  let to = buffer.length;
  if (offset !== undefined) {
    validateInteger(offset, 'offset', { from: 0 });
    if (end !== undefined) validateInteger(end, 'end', { from: 0, to: buffer.length });
    from = offset;
    to = end ?? buffer.length;
    if (from >= to) return;
  }
  const pattern = patternOf(value, encoding);
  if (pattern.length === 0) throw invalidArgValue('value', value);
  if (pattern.length === 1) {
    Uint8Array.prototype.fill.call(buffer, pattern[0]!, from, to);
    return;
  }
  const start = Math.trunc(from);
  for (let index = start; index < Math.trunc(to); index += 1) {
    buffer[index] = pattern[(index - start) % pattern.length]!;
  }
}

/** The encoding may stand in place of what comes before it. */
function withEncoding({ offset, end, encoding }: FillOptions): FillOptions {
  if (offset === undefined || typeof offset === 'string') return { encoding: offset };
  return typeof end === 'string' ? { offset, encoding: end } : { offset, end, encoding };
}

function patternOf(value: unknown, encoding: unknown): Uint8Array {
  if (value === '') return Uint8Array.of(0);
  if (typeof value === 'string') return findEncoding(encoding || 'utf8')!.encode(value);
  // A copy: it may be part of what is filled.
  return ArrayBuffer.isView(value) ? bytesOf(value).slice() : Uint8Array.of(toNumber(value));
}
