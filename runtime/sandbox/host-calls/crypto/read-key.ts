import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { decryptCost } from './decrypt-cost.ts';
import type { HostCallParams } from '../parse-host-call.ts';

/** As it comes, in characters: a key of 4,096 bits and its certificate have fewer. */
const MAX_KEY_LENGTH = 12 * 1024;
/** A signature of 4,096 bits takes 4 ms; each doubling takes eight times as long. */
const MAX_RSA_BITS = 4_096;
/** 65,537 nearly always. What is long makes the use of a public key as slow as that of a private one. */
const MAX_RSA_EXPONENT_BYTES = 8;
/** Of a key's passphrase, times its salt: OpenSSL's own 2,048 to take 1 ms. */
const MAX_DECRYPT_ITERATIONS = 50_000;
/** Those that are used; slower ones, and curves that come with the key, are refused. */
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1', 'secp256k1', 'secp224r1']);
const PLAIN_TYPES = new Set(['ed25519', 'x25519', 'ed448', 'x448']);

export type KeyKind = 'private' | 'public';

/**
 * Reads a key that a guest brings, and refuses one that would be slow to use: whatever stands in it, no use of it may
 * keep the process for long.
 *
 * @throws Error what Node finds wrong with it, or that it is refused
 */
export function readKey(source: HostCallParams, kind: KeyKind): KeyObject {
  const text = source.text('text');
  if (text.length > MAX_KEY_LENGTH) {
    throw new RangeError(
      `Cannot read the key: it has ${text.length} characters, the limit is ${MAX_KEY_LENGTH}`,
    );
  }
  return refuseSlow(parseKey(source, text, kind));
}

function parseKey(source: HostCallParams, text: string, kind: KeyKind): KeyObject {
  // Of a private key, its public one is taken; so both take the same.
  const create = (kind === 'private' ? createPrivateKey : createPublicKey) as typeof createPrivateKey;
  const passphrase = source.optionalText('passphrase');
  switch (source.text('format')) {
    case 'jwk':
      return create({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' });
    case 'pem':
      if (passphrase === undefined || !text.includes('ENCRYPTED'))
        return create({ key: text, format: 'pem' });
      return create({ key: refuseSlowDecrypt(sealedDerOf(text)), format: 'der', type: 'pkcs8', passphrase });
    case 'der': {
      const key = Buffer.from(text, 'base64');
      const type = typeOf(source.text('type'));
      if (passphrase === undefined) return create({ key, format: 'der', type });
      return create({ key: refuseSlowDecrypt(key), format: 'der', type, passphrase });
    }
    default:
      throw new TypeError('Cannot read the key: its format is neither PEM nor DER nor JWK');
  }
}

/** The one block of a PEM text, so that what is weighed is also what is decrypted. */
function sealedDerOf(text: string): Buffer {
  const [, body] =
    /^\s*-----BEGIN ENCRYPTED PRIVATE KEY-----([A-Za-z0-9+/=\s]*)-----END ENCRYPTED PRIVATE KEY-----\s*$/.exec(
      text,
    ) ?? [];
  if (body === undefined) {
    throw new TypeError(
      'Cannot read the key: one with a passphrase must be PKCS #8, as "openssl pkcs8 -topk8" makes it',
    );
  }
  return Buffer.from(body, 'base64');
}

function refuseSlowDecrypt(key: Buffer): Buffer {
  const iterations = decryptCost(key);
  if (iterations === null || iterations > MAX_DECRYPT_ITERATIONS) {
    throw new RangeError(
      `Cannot read the key: its passphrase takes ${iterations ?? 'an unknown number of'} iterations, the limit is ${MAX_DECRYPT_ITERATIONS}`,
    );
  }
  return key;
}

function typeOf(type: string): 'pkcs1' | 'pkcs8' | 'sec1' {
  if (type === 'pkcs1' || type === 'pkcs8' || type === 'sec1') return type;
  // Which the types know of public keys alone.
  if (type === 'spki') return type as 'pkcs8';
  throw new TypeError(`Cannot read the key: there is no type ${type.slice(0, 40)}`);
}

function refuseSlow(key: KeyObject): KeyObject {
  const type = key.asymmetricKeyType ?? '';
  if (type === 'rsa') return plainRsaKey(key);
  if (type === 'ec') {
    const curve = key.asymmetricKeyDetails?.namedCurve;
    if (curve !== undefined && CURVES.has(curve)) return key;
    throw new RangeError(`Cannot use the key: its curve is ${curve ?? 'none that has a name'}`);
  }
  if (PLAIN_TYPES.has(type)) return key;
  throw new RangeError(`Cannot use the key: its type is ${type}`);
}

/** Made anew of its numbers, none of them longer than they may be: a key may hold more primes, and longer ones. */
function plainRsaKey(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits > MAX_RSA_BITS) {
    throw new RangeError(`Cannot use the key: it has ${bits} bits, the limit is ${MAX_RSA_BITS}`);
  }
  const { kty, n = '', e = '', d, p = '', q = '', dp, dq, qi } = key.export({ format: 'jwk' });
  if (bytesOf(e) > MAX_RSA_EXPONENT_BYTES) {
    throw new RangeError('Cannot use the key: its public exponent has more than 64 bits');
  }
  if (key.type === 'public') return createPublicKey({ key: { kty, n, e } as JsonWebKey, format: 'jwk' });
  const parts = [d, p, q, dp, dq, qi].map((part) => bytesOf(part ?? ''));
  if (bytesOf(p) + bytesOf(q) > bytesOf(n) + 2 || Math.max(...parts) > bytesOf(n)) {
    throw new RangeError('Cannot use the key: its numbers are longer than its modulus lets them be');
  }
  return createPrivateKey({ key: { kty, n, e, d, p, q, dp, dq, qi } as JsonWebKey, format: 'jwk' });
}

/** Of a number in base64url. */
function bytesOf(number: string): number {
  return Math.floor((number.length * 3) / 4);
}
