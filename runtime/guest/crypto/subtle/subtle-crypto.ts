import { decodeUtf8, encodeUtf8 } from '../../web/utf8.ts';
import { bytesOf, isBufferSource } from '../../web/bytes-of.ts';
import { DOMException } from '../../web/dom-exception.ts';
import type { KeyUsage } from '../crypto-key.ts';
import { CryptoKey } from '../crypto-key.ts';
import type { Algorithm, KeyData, KeyFormat, KeyPair } from './algorithm.ts';
import { dataError } from './algorithm.ts';
import { normalize } from './operations.ts';

const FORMATS: readonly unknown[] = ['raw', 'pkcs8', 'spki', 'jwk'];
const USAGES: readonly unknown[] = [
  'encrypt',
  'decrypt',
  'sign',
  'verify',
  'deriveKey',
  'deriveBits',
  'wrapKey',
  'unwrapKey',
];

/** https://w3c.github.io/webcrypto/#subtlecrypto-interface */
export class SubtleCrypto {
  async digest(algorithm: unknown, data: unknown): Promise<ArrayBuffer> {
    const { algorithm: normal, run } = normalize('digest', algorithm);
    return bufferOf(run(normal, copyOf(data)));
  }

  async generateKey(algorithm: unknown, extractable: unknown, usages: unknown): Promise<CryptoKey | KeyPair> {
    const { algorithm: normal, run } = normalize('generateKey', algorithm);
    return run(normal, { extractable: Boolean(extractable), usages: usagesOf(usages) });
  }

  async importKey(
    format: unknown,
    data: unknown,
    algorithm: unknown,
    extractable: unknown,
    usages: unknown,
  ): Promise<CryptoKey> {
    const { algorithm: normal, run } = normalize('importKey', algorithm);
    const options = { extractable: Boolean(extractable), usages: usagesOf(usages) };
    const wanted = formatOf(format);
    return run(wanted, wanted === 'jwk' ? jwkOf(data) : copyOf(data), normal, options);
  }

  async exportKey(format: unknown, key: unknown): Promise<ArrayBuffer | KeyData> {
    const data = exported(formatOf(format), keyOf(key));
    return data instanceof Uint8Array ? bufferOf(data) : data;
  }

  async sign(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    const { algorithm: normal, run } = normalize('sign', algorithm);
    return bufferOf(run(normal, usable(key, normal, 'sign'), copyOf(data)));
  }

  async verify(algorithm: unknown, key: unknown, signature: unknown, data: unknown): Promise<boolean> {
    const { algorithm: normal, run } = normalize('verify', algorithm);
    return run(normal, usable(key, normal, 'verify'), copyOf(data), copyOf(signature));
  }

  async encrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    const { algorithm: normal, run } = normalize('encrypt', algorithm);
    return bufferOf(run(normal, usable(key, normal, 'encrypt'), copyOf(data)));
  }

  async decrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    const { algorithm: normal, run } = normalize('decrypt', algorithm);
    return bufferOf(run(normal, usable(key, normal, 'decrypt'), copyOf(data)));
  }

  async deriveBits(algorithm: unknown, key: unknown, length: unknown = null): Promise<ArrayBuffer> {
    const { algorithm: normal, run } = normalize('deriveBits', algorithm);
    return bufferOf(run(normal, usable(key, normal, 'deriveBits'), length === null ? null : Number(length)));
  }

  async deriveKey(
    algorithm: unknown,
    key: unknown,
    derivedKeyType: unknown,
    extractable: unknown,
    usages: unknown,
  ): Promise<CryptoKey> {
    const { algorithm: normal, run } = normalize('deriveBits', algorithm);
    const { algorithm: derived, run: lengthOf } = normalize('keyLength', derivedKeyType);
    const secret = run(normal, usable(key, normal, 'deriveKey'), lengthOf(derived));
    return this.importKey('raw', secret, derivedKeyType, extractable, usages);
  }

  async wrapKey(
    format: unknown,
    key: unknown,
    wrappingKey: unknown,
    algorithm: unknown,
  ): Promise<ArrayBuffer> {
    const data = exported(formatOf(format), keyOf(key));
    const bytes = data instanceof Uint8Array ? data : encodeUtf8(JSON.stringify(data));
    const { algorithm: normal, run } = normalizeEither('wrapKey', 'encrypt', algorithm);
    return bufferOf(run(normal, usable(wrappingKey, normal, 'wrapKey'), bytes));
  }

  async unwrapKey(
    format: unknown,
    wrapped: unknown,
    unwrappingKey: unknown,
    algorithm: unknown,
    ...imported: readonly [algorithm: unknown, extractable: unknown, usages: unknown]
  ): Promise<CryptoKey> {
    const { algorithm: normal, run } = normalizeEither('unwrapKey', 'decrypt', algorithm);
    const bytes = run(normal, usable(unwrappingKey, normal, 'unwrapKey'), copyOf(wrapped));
    const data: unknown = formatOf(format) === 'jwk' ? parseJwk(bytes) : bytes;
    const key = await this.importKey(format, data, ...imported);
    const isOfUse = key.type === 'public' || key.usages.length > 0;
    if (!isOfUse) throw new DOMException('Usages cannot be empty', 'SyntaxError');
    return key;
  }

  get [Symbol.toStringTag](): string {
    return 'SubtleCrypto';
  }
}

/** Keys are wrapped by what is made for it, or by any cipher. */
function normalizeEither<K extends 'wrapKey' | 'unwrapKey', C extends 'encrypt' | 'decrypt'>(
  wrap: K,
  cipher: C,
  algorithm: unknown,
): ReturnType<typeof normalize<K>> | ReturnType<typeof normalize<C>> {
  try {
    return normalize(wrap, algorithm);
  } catch {
    return normalize(cipher, algorithm);
  }
}

function exported(format: KeyFormat, key: CryptoKey): KeyData {
  const { run } = normalize('exportKey', key.algorithm);
  if (!key.extractable) throw new DOMException('key is not extractable', 'InvalidAccessError');
  return run(format, key);
}

function keyOf(key: unknown): CryptoKey {
  if (key instanceof CryptoKey) return key;
  throw new TypeError('The key is no CryptoKey');
}

/** A key of this algorithm that may be used so. */
function usable(given: unknown, { name }: Algorithm, usage: KeyUsage): CryptoKey {
  const key = keyOf(given);
  if (key.algorithm.name !== name) throw new DOMException('Key algorithm mismatch', 'InvalidAccessError');
  if (key.usages.includes(usage)) return key;
  throw new DOMException(`Unable to use this key to ${usage}`, 'InvalidAccessError');
}

/** A copy: what becomes of the original while this goes on is of no concern. */
function copyOf(data: unknown): Uint8Array<ArrayBuffer> {
  if (isBufferSource(data)) return Uint8Array.from(bytesOf(data));
  throw new TypeError('The data is neither an ArrayBuffer nor a view on one');
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function formatOf(format: unknown): KeyFormat {
  if (FORMATS.includes(format)) return format as KeyFormat;
  throw new TypeError(`'${String(format)}' is not a format of keys`);
}

function usagesOf(usages: unknown): readonly KeyUsage[] {
  const list = [...new Set(usages as Iterable<unknown>)];
  for (const usage of list) {
    if (!USAGES.includes(usage)) throw new TypeError(`'${String(usage)}' is no usage of a key`);
  }
  return USAGES.filter((usage) => list.includes(usage)) as readonly KeyUsage[];
}

function jwkOf(data: unknown): { readonly [member: string]: unknown } {
  if (typeof data === 'object' && data !== null && !isBufferSource(data)) return { ...data };
  throw new TypeError('The key is no JWK');
}

function parseJwk(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch {
    throw dataError('Invalid wrapped JWK');
  }
}
