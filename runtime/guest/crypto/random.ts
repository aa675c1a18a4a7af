import { callHost } from '../bridge/host-call.ts';
import { queueTask } from '../bridge/primordials.ts';
import { Buffer } from '../node/buffer.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import { hexOf } from '../node/hex.ts';
import { invalidArgType, outOfRange } from '../node/node-error.ts';
import { validateFunction, validateInteger, validateNumber } from '../node/validate.ts';
import { bytesOf, isBufferSource } from '../web/bytes-of.ts';
import { DOMException } from '../web/dom-exception.ts';

/** Asked of the host at a time: 64 UUIDs. */
const POOL_BYTES = 1_024;
/** Of one call to the host. */
const MAX_ASKED_BYTES = 128 * 1024;
/** https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues */
const MAX_VALUES_BYTES = 65_536;
const MAX_SIZE = 2 ** 31 - 1;

let pool = new Uint8Array(0);
let used = 0;

/** Fills it with random bytes of the host's. */
export function fillRandom(bytes: Uint8Array): void {
  if (bytes.length > POOL_BYTES) {
    for (let from = 0; from < bytes.length; from += MAX_ASKED_BYTES) {
      bytes.set(callHost('random', { count: Math.min(MAX_ASKED_BYTES, bytes.length - from) }), from);
    }
    return;
  }
  if (used + bytes.length > pool.length) {
    pool = callHost('random', { count: POOL_BYTES });
    used = 0;
  }
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = pool[used]!;
    // What was given away is nowhere else.
    pool[used] = 0;
    used += 1;
  }
}

type Callback<T> = (error: unknown, value?: T) => void;

export function randomBytes(size: unknown, callback?: Callback<FastBuffer>): FastBuffer | undefined {
  validateNumber(size, 'size', { from: 0, to: MAX_SIZE });
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = Buffer.alloc(Math.trunc(size));
  fillRandom(bytes);
  if (callback === undefined) return bytes;
  queueTask(() => callback(null, bytes));
  return undefined;
}

export function randomFillSync<T>(buffer: T, offset: unknown = 0, size?: unknown): T {
  if (!isBufferSource(buffer)) {
    throw invalidArgType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer);
  }
  const bytes = bytesOf(buffer);
  validateInteger(offset, 'offset', { from: 0, to: bytes.length });
  if (size !== undefined) validateInteger(size, 'size', { from: 0, to: bytes.length - offset });
  fillRandom(bytes.subarray(offset, size === undefined ? bytes.length : offset + size));
  return buffer;
}

/** https://nodejs.org/api/crypto.html#cryptorandomintmin-max-callback */
export function randomInt(...args: readonly unknown[]): number | undefined {
  const callback = args.find((each) => typeof each === 'function') as Callback<number> | undefined;
  const [first, second] = args.filter((each) => each !== callback);
  const [min, max] = second === undefined ? [0, first] : [first, second];
  if (!Number.isSafeInteger(min)) throw invalidArgType('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw invalidArgType('max', 'a safe integer', max);
  const range = (max as number) - (min as number);
  if (range <= 0) throw outOfRange('max', `greater than the value of "min" (${String(min)})`, max);
  if (range > 2 ** 48 - 1) {
    throw outOfRange(second === undefined ? 'max' : 'max - min', `<= ${2 ** 48 - 1}`, range);
  }
  const value = (min as number) + randomBelow(range);
  if (callback === undefined) return value;
  queueTask(() => callback(undefined, value));
  return undefined;
}

/** Draws again what lies beyond the last whole multiple, so that each is as likely. */
function randomBelow(range: number): number {
  const limit = 2 ** 48 - (2 ** 48 % range);
  const bytes = Buffer.alloc(6);
  for (;;) {
    fillRandom(bytes);
    const drawn = bytes.reduce((value, byte) => value * 256 + byte, 0);
    if (drawn < limit) return drawn % range;
  }
}

export function getRandomValues<T>(array: T): T {
  const isIntegers = ArrayBuffer.isView(array) && /^(Big)?(Ui|I)nt\d+(Clamped)?Array$/.test(tagOf(array));
  if (!isIntegers) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > MAX_VALUES_BYTES) {
    throw new DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
  }
  fillRandom(bytesOf(array));
  return array;
}

function tagOf(array: ArrayBufferView): string {
  return String((array as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]);
}

/** https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4 */
export function randomUUID(): string {
  const bytes = new Uint8Array(16);
  fillRandom(bytes);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = hexOf(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
