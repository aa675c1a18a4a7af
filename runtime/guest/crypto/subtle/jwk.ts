import { base64UrlOf, bytesOfBase64 } from '../../node/base64.ts';
import type { KeyUsage } from '../crypto-key.ts';
import type { JsonWebKey, KeyData, KeyOptions } from './algorithm.ts';
import { dataError } from './algorithm.ts';

interface Expected {
  readonly kty: string;
  /** Of `alg`, where it stands in the key. */
  readonly alg?: string | null;
  readonly use: 'sig' | 'enc' | null;
}

/**
 * A JWK that may be used as it is to be, https://w3c.github.io/webcrypto/#JsonWebKey-dictionary
 *
 * @throws DOMException DataError
 */
export function readJwk(data: KeyData, { kty, alg, use }: Expected, options: KeyOptions): JsonWebKey {
  if (data instanceof Uint8Array) throw dataError('Invalid keyData');
  if (data['kty'] !== kty) throw dataError('Invalid JWK "kty" Parameter');
  if (use !== null && options.usages.length > 0 && data['use'] !== undefined && data['use'] !== use) {
    throw dataError('Invalid JWK "use" Parameter');
  }
  if (alg !== undefined && alg !== null && data['alg'] !== undefined && data['alg'] !== alg) {
    throw dataError('JWK "alg" does not match the requested algorithm');
  }
  const keyOps = data['key_ops'];
  if (keyOps !== undefined) {
    const allowed: readonly unknown[] = Array.isArray(keyOps) ? keyOps : [];
    if (!options.usages.every((usage) => allowed.includes(usage))) {
      throw dataError('Key operations and usage mismatch');
    }
  }
  if (data['ext'] === false && options.extractable) {
    throw dataError('JWK "ext" Parameter and extractable mismatch');
  }
  return data;
}

/** @throws DOMException DataError where the JWK has no secret */
export function secretOfJwk({ k }: JsonWebKey): Uint8Array<ArrayBuffer> {
  if (typeof k !== 'string') throw dataError('Invalid JWK "k" Parameter');
  return bytesOfBase64(k).slice();
}

/** What every JWK that is exported says beside the key itself. */
export function jwkUsesOf({
  usages,
  extractable,
}: {
  readonly usages: readonly KeyUsage[];
  readonly extractable: boolean;
}): JsonWebKey {
  return { key_ops: [...usages], ext: extractable };
}

export function jwkOfSecret(secret: Uint8Array): JsonWebKey {
  return { kty: 'oct', k: base64UrlOf(secret) };
}
