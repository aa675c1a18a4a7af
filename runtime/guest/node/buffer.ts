import { bytesOf, isBufferSource } from '../web/bytes-of.ts';
import { bufferFrom } from './buffer-from.ts';
import { encodingOf, findEncoding } from './encodings.ts';
import { compareBytes, FastBuffer } from './fast-buffer.ts';
import { fillBuffer } from './fill-buffer.ts';
import { invalidArgType } from './node-error.ts';
import { validateBytes, validateInteger, validateNumber } from './validate.ts';

/** Node's own on a machine of 64 bits; an isolate's memory ends long before. */
const MAX_LENGTH = Number.MAX_SAFE_INTEGER;

/** https://nodejs.org/api/buffer.html#class-buffer; deprecated to be called, and called all the same. */
function BufferFunction(value: unknown, encodingOrOffset?: unknown, length?: unknown): FastBuffer {
  if (typeof value !== 'number') return bufferFrom(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw invalidArgType('string', 'of type string', value);
  return alloc(value);
}

function alloc(sizeBytes: unknown, fill?: unknown, encoding?: unknown): FastBuffer {
  validateNumber(sizeBytes, 'size', { from: 0, to: MAX_LENGTH });
  const buffer = new FastBuffer(sizeBytes);
  if (fill !== undefined && fill !== 0 && sizeBytes > 0) {
    fillBuffer(buffer, fill, { offset: 0, end: buffer.length, encoding });
  }
  return buffer;
}

function concat(list: unknown, length?: unknown): FastBuffer {
  if (!Array.isArray(list)) throw invalidArgType('list', 'an instance of Array', list);
  if (list.length === 0) return new FastBuffer(0);
  if (length !== undefined) validateInteger(length, 'length', { from: 0 });
  const parts = list as readonly unknown[];
  parts.forEach((part, index) => validateBytes(part, `list[${index}]`));
  const bytes = parts as readonly Uint8Array[];
  const buffer = alloc(length ?? bytes.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of bytes) {
    if (offset >= buffer.length) break;
    buffer.set(
      part.length > buffer.length - offset ? part.subarray(0, buffer.length - offset) : part,
      offset,
    );
    offset += part.length;
  }
  return buffer;
}

function byteLength(value: unknown, encoding?: unknown): number {
  if (typeof value === 'string') {
    return ((encoding ? findEncoding(encoding) : undefined) ?? encodingOf('utf8')).byteLength(value);
  }
  if (isBufferSource(value)) return value.byteLength;
  throw invalidArgType('string', 'of type string or an instance of Buffer or ArrayBuffer', value);
}

function compare(first: unknown, second: unknown): number {
  validateBytes(first, 'buf1');
  validateBytes(second, 'buf2');
  return compareBytes(first, second);
}

/** https://nodejs.org/api/buffer.html#static-method-buffercopybytesfromview-offset-length */
function copyBytesFrom(view: unknown, offset: unknown = 0, length?: unknown): FastBuffer {
  if (!ArrayBuffer.isView(view) || view instanceof DataView) {
    throw invalidArgType('view', 'an instance of TypedArray', view);
  }
  const array = view as Uint8Array;
  validateInteger(offset, 'offset', { from: 0 });
  if (length !== undefined) validateInteger(length, 'length', { from: 0 });
  const end = length === undefined ? array.length : offset + length;
  return FastBuffer.over(bytesOf(array.subarray(offset, end)).slice());
}

function isEncoding(name: unknown): boolean {
  return typeof name === 'string' && findEncoding(name) !== undefined;
}

function of(...bytes: readonly number[]): FastBuffer {
  return bufferFrom(bytes);
}

// Functions all, since Node's are, and Segment's documentation has `new Buffer.from(…)`.

function allocUnsafe(sizeBytes: unknown): FastBuffer {
  // There is no pool here, and nothing that was not cleared.
  return alloc(sizeBytes);
}

function from(value: unknown, encodingOrOffset?: unknown, length?: unknown): FastBuffer {
  return bufferFrom(value, encodingOrOffset, length);
}

function isBuffer(value: unknown): value is FastBuffer {
  return value instanceof FastBuffer;
}

/** As Node's `Buffer` is seen: a function, of which all buffers are instances. */
export const Buffer = Object.assign(BufferFunction, {
  alloc,
  allocUnsafe,
  allocUnsafeSlow: allocUnsafe,
  byteLength,
  compare,
  concat,
  copyBytesFrom,
  from,
  isBuffer,
  isEncoding,
  of,
  poolSize: 65_536,
});

Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer, 'name', { value: 'Buffer' });
Object.defineProperty(Buffer, 'prototype', { value: FastBuffer.prototype });
Object.defineProperty(Buffer, Symbol.species, { get: () => FastBuffer });
Object.defineProperty(FastBuffer.prototype, 'constructor', {
  value: Buffer,
  writable: true,
  configurable: true,
});
