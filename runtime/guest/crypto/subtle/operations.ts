import { DOMException } from '../../web/dom-exception.ts';
import { AES_CBC, AES_CTR, AES_GCM, AES_KW } from './aes-operations.ts';
import type { Algorithm, AlgorithmOperations } from './algorithm.ts';
import { HKDF, PBKDF2 } from './derive-operations.ts';
import { ECDH, ECDSA } from './ec-operations.ts';
import { HASH_NAMES, shaOf } from './hash-names.ts';
import { HMAC } from './hmac-operations.ts';
import { ED25519, X25519 } from './okp-operations.ts';
import { RSA_OAEP, RSA_PSS, RSASSA } from './rsa-operations.ts';

const SHA: AlgorithmOperations = { digest: ({ name }, data) => shaOf(name).digest(data) };

const OPERATIONS: { readonly [name: string]: AlgorithmOperations } = {
  ...Object.fromEntries(HASH_NAMES.map((name) => [name, SHA])),
  HMAC,
  'AES-CBC': AES_CBC,
  'AES-CTR': AES_CTR,
  'AES-GCM': AES_GCM,
  'AES-KW': AES_KW,
  'RSASSA-PKCS1-v1_5': RSASSA,
  'RSA-PSS': RSA_PSS,
  'RSA-OAEP': RSA_OAEP,
  ECDSA,
  ECDH,
  Ed25519: ED25519,
  X25519,
  PBKDF2,
  HKDF,
};

/** By its name in upper case; without a prototype. */
const NAMES: { readonly [upper: string]: string } = Object.assign<object, Record<string, string>>(
  Object.create(null) as object,
  Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name.toUpperCase(), name])),
);

/**
 * The operation of the algorithm that a guest names, and the algorithm as the operation takes it:
 * https://w3c.github.io/webcrypto/#algorithm-normalization-normalize-an-algorithm
 *
 * @throws DOMException NotSupportedError where there is no such algorithm, or it can't do that
 */
export function normalize<K extends keyof AlgorithmOperations>(
  operation: K,
  given: unknown,
): { readonly algorithm: Algorithm; readonly run: NonNullable<AlgorithmOperations[K]> } {
  const members = typeof given === 'object' && given !== null ? { ...given } : { name: given };
  const { name: wanted } = members as { readonly name?: unknown };
  if (wanted === undefined) throw new TypeError('The algorithm has no member "name"');
  const name = NAMES[String(wanted).toUpperCase()];
  const run = name === undefined ? undefined : OPERATIONS[name]![operation];
  if (name === undefined || run === undefined) {
    throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
  }
  return { algorithm: { ...members, name }, run };
}
