import { fromCharCode, charCodeAt } from '../bridge/primordials.ts';

const NativeUint8Array = Uint8Array;
const REPLACEMENT = 0xfffd;

/** UTF-8 of a string; a lone surrogate becomes U+FFFD, https://encoding.spec.whatwg.org/#utf-8-encoder */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new NativeUint8Array(text.length * 3);
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    let point = charCodeAt(text, index);
    if (point >= 0xd800 && point < 0xe000) {
      const low = point < 0xdc00 && index + 1 < text.length ? charCodeAt(text, index + 1) : 0;
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        index += 1;
      } else {
        point = REPLACEMENT;
      }
    }
    if (point < 0x80) {
      bytes[length++] = point;
    } else if (point < 0x800) {
      bytes[length++] = 0xc0 | (point >> 6);
      bytes[length++] = 0x80 | (point & 63);
    } else if (point < 0x10000) {
      bytes[length++] = 0xe0 | (point >> 12);
      bytes[length++] = 0x80 | ((point >> 6) & 63);
      bytes[length++] = 0x80 | (point & 63);
    } else {
      bytes[length++] = 0xf0 | (point >> 18);
      bytes[length++] = 0x80 | ((point >> 12) & 63);
      bytes[length++] = 0x80 | ((point >> 6) & 63);
      bytes[length++] = 0x80 | (point & 63);
    }
  }
  return bytes.slice(0, length);
}

/** How many bytes `encodeUtf8` makes of a string. */
export function utf8Length(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = charCodeAt(text, index);
    if (code < 128) continue;
    count += code < 2048 ? 1 : 2;
    const isPair = code >= 0xd800 && code < 0xdc00 && (charCodeAt(text, index + 1) & 0xfc00) === 0xdc00;
    // Four bytes of two characters.
    if (isPair) index += 1;
  }
  return count;
}

export interface DecodeOptions {
  /** Throw a TypeError for what is no UTF-8, instead of putting U+FFFD. */
  readonly fatal?: boolean;
  /** Leave a byte order mark in the text. */
  readonly ignoreBOM?: boolean;
}

/** Text of UTF-8, https://encoding.spec.whatwg.org/#utf-8-decoder */
export function decodeUtf8(bytes: Uint8Array, { fatal, ignoreBOM }: DecodeOptions = {}): string {
  let text = '';
  let needed = 0;
  let point = 0;
  let lower = 0x80;
  let upper = 0xbf;
  const malformed = (): void => {
    if (fatal === true) throw new TypeError('The encoded data was not valid for encoding utf-8');
    text += '\ufffd';
  };
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    if (needed === 0) {
      if (byte < 0x80) text += fromCharCode(byte);
      else if (byte >= 0xc2 && byte <= 0xdf) [needed, point] = startSequence(1, byte & 31);
      else if (byte >= 0xe0 && byte <= 0xef) {
        [needed, point] = startSequence(2, byte & 15);
        if (byte === 0xe0) lower = 0xa0;
        if (byte === 0xed) upper = 0x9f;
      } else if (byte >= 0xf0 && byte <= 0xf4) {
        [needed, point] = startSequence(3, byte & 7);
        if (byte === 0xf0) lower = 0x90;
        if (byte === 0xf4) upper = 0x8f;
      } else malformed();
      continue;
    }
    const isContinuation = byte >= lower && byte <= upper;
    lower = 0x80;
    upper = 0xbf;
    if (!isContinuation) {
      needed = 0;
      malformed();
      index -= 1;
      continue;
    }
    point = (point << 6) | (byte & 63);
    needed -= 1;
    if (needed === 0) text += textOf(point);
  }
  if (needed > 0) malformed();
  return ignoreBOM !== true && text.length > 0 && charCodeAt(text, 0) === 0xfeff ? text.slice(1) : text;
}

/** How many bytes at the end are the beginning of a sequence that more bytes may complete. */
export function incompleteUtf8(bytes: Uint8Array): number {
  for (let count = 1; count <= 3 && count <= bytes.length; count += 1) {
    const byte = bytes[bytes.length - count]!;
    if (byte >= 0xc0) return isBeginning(bytes, bytes.length - count) ? count : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** Whether a sequence that begins at `from` lacks bytes, and what it has is none that can't be completed. */
function isBeginning(bytes: Uint8Array, from: number): boolean {
  const lead = bytes[from]!;
  const second = bytes[from + 1];
  const length = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (bytes.length - from >= length) return false;
  if (second === undefined) return true;
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second <= 0x9f;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second <= 0x8f;
}

function startSequence(needed: number, point: number): [number, number] {
  return [needed, point];
}

function textOf(point: number): string {
  if (point < 0x10000) return fromCharCode(point);
  const rest = point - 0x10000;
  return fromCharCode(0xd800 + (rest >> 10), 0xdc00 + (rest & 0x3ff));
}
