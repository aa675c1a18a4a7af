import { charCodeAt, fromCharCode } from '../bridge/primordials.ts';

const NativeUint8Array = Uint8Array;

/** Bytes as text, a character each. */
export function latin1OfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 1) text += fromCharCode(bytes[index]!);
  return text;
}

export function bytesOfLatin1(text: string): Uint8Array {
  const bytes = new NativeUint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = charCodeAt(text, index);
  return bytes;
}
