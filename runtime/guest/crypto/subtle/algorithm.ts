import { bytesOf, isBufferSource } from '../../web/bytes-of.ts';
import { DOMException } from '../../web/dom-exception.ts';
import type { CryptoKey, KeyUsage } from '../crypto-key.ts';

/** An algorithm as an operation gets it: its name as the standard spells it, and what else was given with it. */
export interface Algorithm {
  readonly name: string;
  readonly [member: string]: unknown;
}

export type KeyFormat = 'raw' | 'pkcs8' | 'spki' | 'jwk';

/** What a key is made with. */
export interface KeyOptions {
  readonly extractable: boolean;
  readonly usages: readonly KeyUsage[];
}

export interface KeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** A key in a form that can be stored: bytes, or a JWK. */
export type KeyData = Uint8Array<ArrayBuffer> | JsonWebKey;

export interface JsonWebKey {
  readonly [member: string]: unknown;
}

/** What an algorithm can do, https://w3c.github.io/webcrypto/#algorithm-overview; what is absent it can't. */
export interface AlgorithmOperations {
  digest?(algorithm: Algorithm, data: Uint8Array): Uint8Array;
  generateKey?(algorithm: Algorithm, options: KeyOptions): CryptoKey | KeyPair;
  importKey?(format: KeyFormat, data: KeyData, algorithm: Algorithm, options: KeyOptions): CryptoKey;
  exportKey?(format: KeyFormat, key: CryptoKey): KeyData;
  /** In bits, of a key that is derived; `null` for as long as it comes. */
  keyLength?(algorithm: Algorithm): number | null;
  sign?(algorithm: Algorithm, key: CryptoKey, data: Uint8Array): Uint8Array;
  verify?(algorithm: Algorithm, key: CryptoKey, data: Uint8Array, signature: Uint8Array): boolean;
  encrypt?(algorithm: Algorithm, key: CryptoKey, data: Uint8Array): Uint8Array;
  decrypt?(algorithm: Algorithm, key: CryptoKey, data: Uint8Array): Uint8Array;
  wrapKey?(algorithm: Algorithm, key: CryptoKey, data: Uint8Array): Uint8Array;
  unwrapKey?(algorithm: Algorithm, key: CryptoKey, data: Uint8Array): Uint8Array;
  /** @param length in bits; `null` for as much as there is */
  deriveBits?(algorithm: Algorithm, key: CryptoKey, length: number | null): Uint8Array;
}

/** @throws TypeError where the algorithm has no bytes of that name */
export function bytesMember(algorithm: Algorithm, name: string): Uint8Array {
  const value = algorithm[name];
  if (isBufferSource(value)) return bytesOf(value);
  throw new TypeError(`The algorithm needs a member "${name}" that is a buffer`);
}

/** @throws DOMException SyntaxError where the key may not be used so */
export function refuseUsages(usages: readonly KeyUsage[], allowed: readonly KeyUsage[]): void {
  if (usages.every((usage) => allowed.includes(usage))) return;
  throw new DOMException('Unsupported key usage for this key', 'SyntaxError');
}

/** @throws DOMException SyntaxError for a secret or private key that would be of no use */
export function refuseNoUsages(usages: readonly KeyUsage[]): void {
  if (usages.length > 0) return;
  throw new DOMException('Usages cannot be empty for a secret or private key', 'SyntaxError');
}

export function dataError(message: string): DOMException {
  return new DOMException(message, 'DataError');
}

export function operationError(message: string): DOMException {
  return new DOMException(message, 'OperationError');
}

export function notSupported(message: string): DOMException {
  return new DOMException(message, 'NotSupportedError');
}

/** What the host refused, as the standard tells it: without the reason, which could help an attacker. */
export function orOperationError<T>(compute: () => T): T {
  try {
    return compute();
  } catch {
    throw operationError('The operation failed for an operation-specific reason');
  }
}

/** Likewise, for a key that can't be read. */
export function orDataError<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw dataError('Invalid keyData');
  }
}
