/** Of the bytes 0x80 to 0x9f; all others are the character of their own number. https://encoding.spec.whatwg.org/#index-windows-1252 */
const CHARACTERS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** What HTTP and HTML mean by Latin-1. Every byte is a character. */
export function decodeWindows1252(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    text += byte >= 0x80 && byte < 0xa0 ? CHARACTERS[byte - 0x80]! : String.fromCharCode(byte);
  }
  return text;
}
