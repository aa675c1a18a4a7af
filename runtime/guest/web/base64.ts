import { DOMException } from './dom-exception.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** https://html.spec.whatwg.org/multipage/webappapis.html#dom-btoa */
export function btoa(input: unknown): string {
  const text = `${input as string}`;
  let encoded = '';
  for (let index = 0; index < text.length; index += 3) {
    const bytes = [0, 1, 2].map((offset) => text.charCodeAt(index + offset));
    if (bytes.some((byte) => byte > 255)) {
      throw new DOMException('The string holds characters outside of Latin1', 'InvalidCharacterError');
    }
    const [first, second, third] = bytes as [number, number, number];
    const bits = (first << 16) | ((second || 0) << 8) | (third || 0);
    encoded += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    encoded += Number.isNaN(second) ? '=' : ALPHABET[(bits >> 6) & 63]!;
    encoded += Number.isNaN(third) ? '=' : ALPHABET[bits & 63]!;
  }
  return encoded;
}

/** https://infra.spec.whatwg.org/#forgiving-base64-decode */
export function atob(input: unknown): string {
  let text = `${input as string}`.replace(/[\t\n\f\r ]/g, '');
  if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw new DOMException('The string is not correctly encoded', 'InvalidCharacterError');
  }
  let decoded = '';
  let bits = 0;
  let count = 0;
  for (const character of text) {
    bits = (bits << 6) | ALPHABET.indexOf(character);
    count += 6;
    if (count >= 8) {
      count -= 8;
      decoded += String.fromCharCode((bits >> count) & 255);
      bits &= (1 << count) - 1;
    }
  }
  return decoded;
}
