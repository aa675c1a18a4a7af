const DIGITS = '0123456789abcdef';

export function hexOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let index = start; index < end; index += 1) {
    text += DIGITS[bytes[index]! >> 4]! + DIGITS[bytes[index]! & 15]!;
  }
  return text;
}

/** Up to the first pair that is no byte, as Node reads it. */
export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length >> 1);
  for (let index = 0; index < bytes.length; index += 1) {
    const high = digitOf(text.charCodeAt(index * 2));
    const low = digitOf(text.charCodeAt(index * 2 + 1));
    if (high < 0 || low < 0) return bytes.subarray(0, index);
    bytes[index] = (high << 4) | low;
  }
  return bytes;
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
