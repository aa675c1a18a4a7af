import { Buffer } from '../node/buffer.ts';
import { findEncoding } from '../node/encodings.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import { invalidArgType, invalidArgValue } from '../node/node-error.ts';
import { bytesOf, isBufferSource } from '../web/bytes-of.ts';

const VIEW = 'of type string or an instance of Buffer, TypedArray, or DataView';
const ANY_BYTES = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView';

/**
 * What Node's functions take as data: a view, or a text in the encoding that is given (UTF-8 where there is none of
 * that name).
 *
 * @throws TypeError where it is anything else
 */
export function viewArg(value: unknown, name: string, encoding?: unknown): Uint8Array {
  if (typeof value === 'string') return textArg(value, encoding);
  if (ArrayBuffer.isView(value)) return bytesOf(value);
  throw invalidArgType(name, VIEW, value);
}

/** The same, where an ArrayBuffer will do as well. */
export function bytesArg(value: unknown, name: string, encoding?: unknown): Uint8Array {
  if (typeof value === 'string') return textArg(value, encoding);
  if (isBufferSource(value)) return bytesOf(value);
  throw invalidArgType(name, ANY_BYTES, value);
}

export function textArg(text: string, name: unknown): Uint8Array {
  const encoding = findEncoding(name ?? 'utf8') ?? findEncoding('utf8')!;
  if (encoding.name === 'hex' && text.length % 2 !== 0) {
    throw invalidArgValue('encoding', name, `is invalid for data of length ${text.length}`);
  }
  return encoding.encode(text);
}

/** On the memory of what is there, without a copy. */
export function asBuffer(bytes: Uint8Array): FastBuffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Bytes as a Buffer, or as text where an encoding is named; as Node, an unknown one is none. */
export function outputOf(bytes: Uint8Array, name: unknown): FastBuffer | string {
  const encoding = typeof name === 'string' && name !== 'buffer' ? findEncoding(name) : undefined;
  return encoding === undefined ? asBuffer(bytes) : encoding.decode(bytes, 0, bytes.length);
}
