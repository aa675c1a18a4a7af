import { DOMException } from './dom-exception.ts';
import { requireArguments } from './interface.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** https://html.spec.whatwg.org/multipage/webappapis.html#dom-btoa */
export function btoa(input: unknown): string {
  requireArguments(arguments.length, 1, 'btoa');
  const text = `${input as string}`;
  let encoded = '';
  for (let index = 0; index < text.length; index += 3) {
    const [first, second, third] = [
      text.charCodeAt(index),
      text.charCodeAt(index + 1),
      text.charCodeAt(index + 2),
    ];
    if (first > 255 || second > 255 || third > 255) {
      throw new DOMException('The string holds characters outside of Latin1', 'InvalidCharacterError');
    }
    // Past the end there is NaN, which counts as no bits.
    const bits = (first << 16) | (second << 8) | third;
    encoded += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    encoded += Number.isNaN(second) ? '=' : ALPHABET[(bits >> 6) & 63]!;
    encoded += Number.isNaN(third) ? '=' : ALPHABET[bits & 63]!;
  }
  return encoded;
}

/** https://infra.spec.whatwg.org/#forgiving-base64-decode */
export function atob(input: unknown): string {
  requireArguments(arguments.length, 1, 'atob');
  let text = `${input as string}`.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw new DOMException('The string is not correctly encoded', 'InvalidCharacterError');
  }
  let decoded = '';
  let bits = 0;
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    bits = (bits << 6) | valueOf(text.charCodeAt(index));
    count += 6;
    if (count >= 8) {
      count -= 8;
      decoded += String.fromCharCode((bits >> count) & 255);
      bits &= (1 << count) - 1;
    }
  }
  return decoded;
}

/** The place of a character in the alphabet. */
function valueOf(code: number): number {
  if (code >= 97) return code - 71;
  if (code >= 65) return code - 65;
  if (code >= 48) return code + 4;
  return code === 43 ? 62 : 63;
}
