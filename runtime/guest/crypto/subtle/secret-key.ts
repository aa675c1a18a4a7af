import { fillRandom } from '../random.ts';
import type { KeyAlgorithm } from '../crypto-key.ts';
import { CryptoKey, materialOf } from '../crypto-key.ts';
import type { KeyData, KeyFormat, KeyOptions } from './algorithm.ts';
import { notSupported, refuseNoUsages } from './algorithm.ts';
import { jwkOfSecret, jwkUsesOf, readJwk, secretOfJwk } from './jwk.ts';

/** The bytes of a secret key; the algorithms' table lets no other kind come here. */
export function bytesOfKey(key: CryptoKey): Uint8Array<ArrayBuffer> {
  return materialOf(key) as Uint8Array<ArrayBuffer>;
}

/** The bytes of a secret that is brought, raw or as JWK. */
export function readSecret(
  format: KeyFormat,
  data: KeyData,
  {
    alg,
    use,
    options,
  }: { alg: (secret: Uint8Array) => string | null; use: 'sig' | 'enc'; options: KeyOptions },
): Uint8Array<ArrayBuffer> {
  if (format === 'raw') return data as Uint8Array<ArrayBuffer>;
  if (format !== 'jwk') throw notSupported(`Unable to import a secret key with format ${format}`);
  const jwk = readJwk(data, { kty: 'oct', use }, options);
  const secret = secretOfJwk(jwk);
  readJwk(data, { kty: 'oct', alg: alg(secret), use }, options);
  return secret;
}

export function exportSecret(
  format: KeyFormat,
  key: CryptoKey,
  alg: string | null,
): Uint8Array<ArrayBuffer> | { readonly [member: string]: unknown } {
  const secret = bytesOfKey(key);
  if (format === 'raw') return secret.slice();
  if (format !== 'jwk') throw notSupported(`Unable to export a secret key with format ${format}`);
  return { ...jwkOfSecret(secret), ...(alg === null ? {} : { alg }), ...jwkUsesOf(key) };
}

/** A key of random bytes. */
export function randomKey(lengthBits: number, algorithm: KeyAlgorithm, options: KeyOptions): CryptoKey {
  refuseNoUsages(options.usages);
  const secret = new Uint8Array(Math.ceil(lengthBits / 8));
  fillRandom(secret);
  return new CryptoKey(secret, { algorithm, ...options });
}
