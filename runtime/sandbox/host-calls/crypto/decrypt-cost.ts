const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
/** PBKDF2 has its iterations and at times the length of its key, PBES1 its iterations; scrypt has three or four. */
const MAX_INTEGERS = 2;

/**
 * How many iterations it takes to try a passphrase on an encrypted private key (EncryptedPrivateKeyInfo of PKCS #8, in
 * DER), at most; `null` where that can't be told: for scrypt, and for what is no such key.
 */
export function decryptCost(der: Buffer): number | null {
  const outer = elementAt(der, 0);
  if (outer?.tag !== SEQUENCE || outer.end !== der.length) return null;
  const algorithm = elementAt(der, outer.start);
  if (algorithm?.tag !== SEQUENCE) return null;
  const integers = integersIn(der.subarray(algorithm.start, algorithm.end));
  if (integers === null || integers.length === 0 || integers.length > MAX_INTEGERS) return null;
  return Math.max(...integers);
}

/** Those of all elements within one another; `null` where the bytes are no DER. */
function integersIn(der: Buffer): readonly number[] | null {
  const found: number[] = [];
  for (let offset = 0; offset < der.length;) {
    const element = elementAt(der, offset);
    if (element === null) return null;
    const content = der.subarray(element.start, element.end);
    offset = element.end;
    if (element.tag === INTEGER) found.push(numberOf(content));
    if (element.tag !== SEQUENCE && element.tag !== SET) continue;
    const inner = integersIn(content);
    if (inner === null) return null;
    found.push(...inner);
  }
  return found;
}

function numberOf(content: Buffer): number {
  return content.length > 0 && content.length <= 6 ? content.readUIntBE(0, content.length) : Infinity;
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** Of a definite length within the bytes, and of one byte's tag: keys have no others. */
function elementAt(der: Buffer, offset: number): Element | null {
  const tag = der[offset];
  const first = der[offset + 1];
  if (tag === undefined || first === undefined || (tag & 31) === 31) return null;
  const lengthBytes = first < 128 ? 0 : first - 128;
  if (first === 128 || lengthBytes > 3 || offset + 2 + lengthBytes > der.length) return null;
  const length = lengthBytes === 0 ? first : der.readUIntBE(offset + 2, lengthBytes);
  const start = offset + 2 + lengthBytes;
  return start + length > der.length ? null : { tag, start, end: start + length };
}
