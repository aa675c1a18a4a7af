import { apply, charCodeAt, fromCharCode, min } from './primordials.ts';

const NativeUint8Array = Uint8Array;
/** Arguments of one call: more would take a large part of the stack. */
const MAX_ARGUMENTS = 4_096;

/** A character for each of the bytes from `start` up to `end`, not including it. */
export function latin1Of(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = '';
  for (let from = start; from < end; from += MAX_ARGUMENTS) {
    const count = min(MAX_ARGUMENTS, end - from);
    // A view, not a subclass's slice: apply() reads its length and indexes, and calls nothing.
    const view = new NativeUint8Array(bytes.buffer, bytes.byteOffset + from, count);
    text += apply(fromCharCode, undefined, view) as string;
  }
  return text;
}

/** The low byte of each character. */
export function bytesOfLatin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new NativeUint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = charCodeAt(text, index);
  return bytes;
}
