const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;

const PADDING = 61;

/** By character code; 64 for what belongs to neither alphabet, and is passed over. */
const SEXTETS = new Uint8Array(128).fill(64);
for (let sextet = 0; sextet < 64; sextet += 1) {
  SEXTETS[STANDARD.charCodeAt(sextet)] = sextet;
  SEXTETS[URL_SAFE.charCodeAt(sextet)] = sextet;
}

/** With padding. */
export function base64Of(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const text = encode(bytes, { start, end, alphabet: STANDARD });
  return text + '==='.slice((text.length + 3) % 4);
}

/** Without padding. */
export function base64UrlOf(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return encode(bytes, { start, end, alphabet: URL_SAFE });
}

/** Of both alphabets, as lenient as Node: what belongs to neither is passed over, a `=` ends it. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === PADDING) break;
    const sextet = code < 128 ? SEXTETS[code]! : 64;
    if (sextet === 64) continue;
    bits = (bits << 6) | sextet;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[length++] = bits >> count;
    bits &= (1 << count) - 1;
  }
  return bytes.subarray(0, length);
}

function encode(
  bytes: Uint8Array,
  { start, end, alphabet }: { readonly start: number; readonly end: number; readonly alphabet: string },
): string {
  let text = '';
  let index = start;
  for (; index + 2 < end; index += 3) {
    const bits = (bytes[index]! << 16) | (bytes[index + 1]! << 8) | bytes[index + 2]!;
    text +=
      alphabet[bits >> 18]! +
      alphabet[(bits >> 12) & 63]! +
      alphabet[(bits >> 6) & 63]! +
      alphabet[bits & 63]!;
  }
  if (end - index === 1) {
    text += alphabet[bytes[index]! >> 2]! + alphabet[(bytes[index]! << 4) & 63]!;
  } else if (end - index === 2) {
    const bits = (bytes[index]! << 8) | bytes[index + 1]!;
    text += alphabet[bits >> 10]! + alphabet[(bits >> 4) & 63]! + alphabet[(bits << 2) & 63]!;
  }
  return text;
}
