import { numberMethods } from './buffer-numbers.ts';
import { searchBuffer } from './buffer-search.ts';
import { encodingOf } from './encodings.ts';
import { fillBuffer } from './fill-buffer.ts';
import { listBytes } from './list-bytes.ts';
import { nodeError, outOfRange } from './node-error.ts';
import { toNumber } from './to-number.ts';
import { validateBytes, validateInteger } from './validate.ts';

/**
 * The methods of Node's Buffer, https://nodejs.org/api/buffer.html#class-buffer. `Buffer` itself is a function that can
 * be called without `new`, and has this class's prototype.
 */
export class FastBuffer extends Uint8Array<ArrayBuffer> {
  constructor(source: ArrayBuffer | number, byteOffset?: number, length?: number) {
    super(source as ArrayBuffer, byteOffset, length);
  }

  /** On the memory of what is there, without a copy. */
  static over({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): FastBuffer {
    return new FastBuffer(buffer, byteOffset, length);
  }

  override toString(...args: [encoding?: unknown, start?: unknown, end?: unknown]): string {
    const [name, from = 0, to = this.length] = args;
    const start = clamp(from, this.length);
    const end = clamp(to, this.length);
    // As Node: what is empty is so in any encoding.
    if (end <= start && (args.length > 0 || this.length === 0)) return '';
    return encodingOf(name).decode(this, start, end);
  }

  override toLocaleString(...args: [encoding?: unknown, start?: unknown, end?: unknown]): string {
    return this.toString(...args);
  }

  toJSON(): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) };
  }

  equals(other: unknown): boolean {
    validateBytes(other, 'otherBuffer');
    return this.length === other.length && compareBytes(this, other) === 0;
  }

  compare(
    ...args: [target?: unknown, targetStart?: unknown, targetEnd?: unknown, start?: unknown, end?: unknown]
  ): number {
    const [target] = args;
    validateBytes(target, 'target');
    const [, targetStart = 0, targetEnd = target.length, start = 0, end = this.length] = args;
    validateInteger(targetStart, 'targetStart', { from: 0 });
    validateInteger(targetEnd, 'targetEnd', { from: 0, to: target.length });
    validateInteger(start, 'sourceStart', { from: 0 });
    validateInteger(end, 'sourceEnd', { from: 0, to: this.length });
    if (start >= end) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return compareBytes(
      Uint8Array.prototype.subarray.call(this, start, end),
      Uint8Array.prototype.subarray.call(target, targetStart, targetEnd),
    );
  }

  copy(target: unknown, targetStart?: unknown, sourceStart?: unknown, sourceEnd?: unknown): number {
    validateBytes(target, 'target');
    const at = toInteger(targetStart, 0);
    if (at < 0) throw outOfRange('targetStart', '>= 0', at);
    const start = toInteger(sourceStart, 0);
    if (start < 0 || start > this.length) {
      throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, start);
    }
    const end = sourceEnd === undefined ? this.length : toInteger(sourceEnd, 0);
    if (end < 0) throw outOfRange('sourceEnd', '>= 0', end);
    if (at >= target.length || start >= end) return 0;
    const count = Math.min(end - start, target.length - at, this.length - start);
    target.set(Uint8Array.prototype.subarray.call(this, start, start + count), at);
    return count;
  }

  /** A view on the same memory, as `subarray`: not a copy, as a Uint8Array's. */
  override slice(start?: unknown, end?: unknown): FastBuffer {
    return this.subarray(start, end);
  }

  override subarray(start?: unknown, end?: unknown): FastBuffer {
    const from = adjust(start, this.length);
    const to = end === undefined ? this.length : adjust(end, this.length);
    return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(0, to - from));
  }

  write(text: unknown, offset?: unknown, length?: unknown, encoding?: unknown): number {
    if (offset === undefined) return this.#write(text, { from: 0, count: this.length, name: 'utf8' });
    if (length === undefined && typeof offset === 'string') {
      return this.#write(text, { from: 0, count: this.length, name: offset });
    }
    validateInteger(offset, 'offset', { from: 0, to: this.length });
    const left = this.length - offset;
    if (length === undefined || typeof length === 'string') {
      return this.#write(text, { from: offset, count: left, name: length ?? encoding });
    }
    validateInteger(length, 'length', { from: 0, to: this.length });
    return this.#write(text, { from: offset, count: Math.min(length, left), name: encoding });
  }

  override fill(value: unknown, offset?: unknown, end?: unknown, encoding?: unknown): this {
    fillBuffer(this, value, { offset, end, encoding });
    return this;
  }

  override indexOf(value: unknown, from?: unknown, end?: unknown, encoding?: unknown): number {
    return searchBuffer(this, { value, from, end, encoding, direction: 'forward' });
  }

  override lastIndexOf(value: unknown, from?: unknown, end?: unknown, encoding?: unknown): number {
    return searchBuffer(this, { value, from, end, encoding, direction: 'backward' });
  }

  override includes(value: unknown, from?: unknown, end?: unknown, encoding?: unknown): boolean {
    return this.indexOf(value, from, end, encoding) !== -1;
  }

  swap16(): this {
    return this.#swap(2);
  }

  swap32(): this {
    return this.#swap(4);
  }

  swap64(): this {
    return this.#swap(8);
  }

  /** What `console.log` shows: `<Buffer 68 69>`. */
  inspect(): string {
    return `<Buffer ${listBytes(this)}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.inspect();
  }

  get parent(): ArrayBuffer {
    return this.buffer;
  }

  get offset(): number {
    return this.byteOffset;
  }

  #write(
    text: unknown,
    { from, count, name }: { readonly from: number; readonly count: number; readonly name: unknown },
  ): number {
    const encoding = encodingOf(name === undefined || name === '' || name === null ? 'utf8' : name);
    if (typeof text !== 'string') {
      throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
    }
    const bytes = encoding.encode(text);
    let length = Math.min(bytes.length, count);
    if (encoding.unitBytes === 2) length -= length % 2;
    // Only whole characters are written.
    if (encoding.name === 'utf8')
      while (length < bytes.length && (bytes[length]! & 0xc0) === 0x80) length -= 1;
    this.set(bytes.subarray(0, length), from);
    return length;
  }

  #swap(size: number): this {
    if (this.length % size !== 0) {
      throw nodeError(
        RangeError,
        'ERR_INVALID_BUFFER_SIZE',
        `Buffer size must be a multiple of ${size * 8}-bits`,
      );
    }
    for (let from = 0; from < this.length; from += size) {
      new Uint8Array(this.buffer, this.byteOffset + from, size).reverse();
    }
    return this;
  }
}

Object.assign(FastBuffer.prototype, numberMethods());

/** @returns -1, 0 or 1 */
export function compareBytes(first: Uint8Array, second: Uint8Array): number {
  const length = Math.min(first.length, second.length);
  for (let index = 0; index < length; index += 1) {
    if (first[index] !== second[index]) return first[index]! < second[index]! ? -1 : 1;
  }
  return Math.sign(first.length - second.length);
}

/** A position within what there is: from a number, or anything that is taken for one. */
function clamp(value: unknown, length: number): number {
  const position = toNumber(value);
  if (position >= length) return length;
  return position > 0 ? Math.trunc(position) : 0;
}

/** Likewise, where a negative one counts from the end. */
function adjust(value: unknown, length: number): number {
  const position = Math.trunc(toNumber(value)) || 0;
  return position < 0 ? Math.max(0, position + length) : Math.min(position, length);
}

function toInteger(value: unknown, otherwise: number): number {
  const number = toNumber(value);
  return Number.isSafeInteger(Math.floor(number)) ? Math.floor(number) : otherwise;
}
