import { encodingOf } from './encodings.ts';
import { FastBuffer } from './fast-buffer.ts';
import { invalidArgType, nodeError } from './node-error.ts';
import { toNumber } from './to-number.ts';

interface ArrayLikeBytes {
  readonly length?: unknown;
  readonly buffer?: unknown;
  readonly type?: unknown;
  readonly data?: unknown;
}

/** https://nodejs.org/api/buffer.html#static-method-bufferfromarray, and its other forms */
export function bufferFrom(value: unknown, encodingOrOffset?: unknown, length?: unknown): FastBuffer {
  if (typeof value === 'string') return fromText(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (value instanceof ArrayBuffer) return fromArrayBuffer(value, encodingOrOffset, length);
    const plain: unknown = typeof value.valueOf === 'function' ? value.valueOf() : undefined;
    const isOther = plain !== value && plain !== null && plain !== undefined;
    if (isOther && (typeof plain === 'string' || typeof plain === 'object')) {
      return bufferFrom(plain, encodingOrOffset, length);
    }
    const buffer = fromObject(value) ?? fromPrimitive(value, encodingOrOffset);
    if (buffer !== null) return buffer;
  }
  throw invalidArgType(
    'first argument',
    'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object',
    value,
  );
}

function fromText(text: string, encoding: unknown): FastBuffer {
  const isNamed = typeof encoding === 'string' && encoding !== '';
  return FastBuffer.over(encodingOf(isNamed ? encoding : undefined).encode(text));
}

function fromArrayBuffer(buffer: ArrayBuffer, byteOffset: unknown, length: unknown): FastBuffer {
  const offset = byteOffset === undefined ? 0 : toNumber(byteOffset) || 0;
  const longest = buffer.byteLength - offset;
  if (longest < 0) throw outOfBounds('offset');
  if (length === undefined) return new FastBuffer(buffer, offset, longest);
  const wanted = toNumber(length);
  if (!(wanted > 0)) return new FastBuffer(buffer, offset, 0);
  if (wanted > longest) throw outOfBounds('length');
  return new FastBuffer(buffer, offset, wanted);
}

function outOfBounds(name: string): RangeError {
  return nodeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', `"${name}" is outside of buffer bounds`);
}

function fromObject(value: object): FastBuffer | null {
  const { length, buffer, type, data } = value as ArrayLikeBytes;
  if (length !== undefined || buffer instanceof ArrayBuffer) {
    return typeof length === 'number' ? fromArrayLike(value as ArrayLike<number>) : new FastBuffer(0);
  }
  return type === 'Buffer' && Array.isArray(data) ? fromArrayLike(data as number[]) : null;
}

function fromArrayLike(values: ArrayLike<number>): FastBuffer {
  if (!(values.length > 0)) return new FastBuffer(0);
  const buffer = new FastBuffer(values.length);
  buffer.set(values, 0);
  return buffer;
}

function fromPrimitive(value: object, encoding: unknown): FastBuffer | null {
  const toPrimitive: unknown = (value as { readonly [Symbol.toPrimitive]?: unknown })[Symbol.toPrimitive];
  if (typeof toPrimitive !== 'function') return null;
  const primitive: unknown = toPrimitive.call(value, 'string');
  return typeof primitive === 'string' ? fromText(primitive, encoding) : null;
}
