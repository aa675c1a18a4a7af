import { bytesOfLatin1, latin1Of } from '../bridge/latin1.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../web/utf8.ts';
import { base64Of, base64UrlOf, bytesOfBase64 } from './base64.ts';
import { bytesOfHex, hexOf } from './hex.ts';
import { unknownEncoding } from './node-error.ts';

/** One of Node's encodings, https://nodejs.org/api/buffer.html#buffers-and-character-encodings */
export interface Encoding {
  readonly name: string;
  /** How many bytes make a character at least: a part of one is not written. */
  readonly unitBytes: 1 | 2;
  encode(text: string): Uint8Array<ArrayBuffer>;
  decode(bytes: Uint8Array, start: number, end: number): string;
  byteLength(text: string): number;
}

const UTF8: Encoding = {
  name: 'utf8',
  unitBytes: 1,
  encode: encodeUtf8,
  decode: decodeText,
  byteLength: utf8Length,
};
const UTF16LE: Encoding = {
  name: 'utf16le',
  unitBytes: 2,
  encode: bytesOfUtf16,
  decode: utf16Of,
  byteLength: (text) => text.length * 2,
};
const LATIN1: Encoding = {
  name: 'latin1',
  unitBytes: 1,
  encode: bytesOfLatin1,
  decode: latin1Of,
  byteLength: (text) => text.length,
};
const ASCII: Encoding = {
  ...LATIN1,
  name: 'ascii',
  decode: (bytes, start, end) => latin1Of(bytes.slice(start, end).map((byte) => byte & 127)),
};
const HEX: Encoding = {
  name: 'hex',
  unitBytes: 1,
  encode: bytesOfHex,
  decode: hexOf,
  byteLength: (text) => text.length >>> 1,
};
const BASE64: Encoding = {
  name: 'base64',
  unitBytes: 1,
  encode: bytesOfBase64,
  decode: base64Of,
  byteLength: countBase64,
};
const BASE64URL: Encoding = { ...BASE64, name: 'base64url', decode: base64UrlOf };

const ENCODINGS: { readonly [name: string]: Encoding } = Object.assign(Object.create(null) as object, {
  utf8: UTF8,
  'utf-8': UTF8,
  utf16le: UTF16LE,
  'utf-16le': UTF16LE,
  ucs2: UTF16LE,
  'ucs-2': UTF16LE,
  latin1: LATIN1,
  binary: LATIN1,
  ascii: ASCII,
  hex: HEX,
  base64: BASE64,
  base64url: BASE64URL,
});

/** By its name in any case; none where there is none of that name. */
export function findEncoding(name: unknown): Encoding | undefined {
  return ENCODINGS[`${name as string}`.toLowerCase()];
}

/**
 * @param name UTF-8 where it is left out
 * @throws TypeError where there is none of that name
 */
export function encodingOf(name: unknown): Encoding {
  const encoding = name === undefined ? UTF8 : findEncoding(name);
  if (encoding === undefined) throw unknownEncoding(name);
  return encoding;
}

/** Most texts are ASCII, which needs no decoding. */
function decodeText(bytes: Uint8Array, start: number, end: number): string {
  for (let index = start; index < end; index += 1) {
    if (bytes[index]! > 127) {
      const { buffer, byteOffset } = bytes;
      return decodeUtf8(new Uint8Array(buffer, byteOffset + start, end - start), { ignoreBOM: true });
    }
  }
  return latin1Of(bytes, start, end);
}

function countBase64(text: string): number {
  let count = text.length;
  if (text.endsWith('=')) count -= 1;
  if (count > 1 && text[count - 1] === '=') count -= 1;
  return (count * 3) >>> 2;
}

function bytesOfUtf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    bytes[index * 2] = code;
    bytes[index * 2 + 1] = code >> 8;
  }
  return bytes;
}

function utf16Of(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let index = start; index + 1 < end; index += 2) {
    text += String.fromCharCode(bytes[index]! | (bytes[index + 1]! << 8));
  }
  return text;
}
