interface ByteOrder {
  readonly isBigEndian: boolean;
}

/** Text of UTF-16; a lone surrogate or byte becomes U+FFFD, https://encoding.spec.whatwg.org/#shared-utf-16-decoder */
export function decodeUtf16(
  bytes: Uint8Array,
  { fatal, isBigEndian }: ByteOrder & { readonly fatal: boolean },
): string {
  const isOdd = bytes.length % 2 === 1;
  let text = '';
  for (let index = 0; index + 1 < bytes.length; index += 2)
    text += String.fromCharCode(unitAt(bytes, index, isBigEndian));
  if (fatal && (isOdd || !text.isWellFormed()))
    throw new TypeError('The encoded data was not valid for encoding utf-16');
  // Half a pair and a byte of the other half are one error, at the end.
  const isOpen = (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
  return text.toWellFormed() + (isOdd && !isOpen ? '\ufffd' : '');
}

/** A lone byte, and half of a surrogate pair before it. */
export function incompleteUtf16(bytes: Uint8Array, { isBigEndian }: ByteOrder): number {
  const odd = bytes.length % 2;
  const last = bytes.length - odd - 2;
  const isHigh = last >= 0 && (unitAt(bytes, last, isBigEndian) & 0xfc00) === 0xd800;
  return odd + (isHigh ? 2 : 0);
}

function unitAt(bytes: Uint8Array, index: number, isBigEndian: boolean): number {
  const [first, second] = [bytes[index]!, bytes[index + 1]!];
  return isBigEndian ? (first << 8) | second : (second << 8) | first;
}
