import { callHost } from '../../bridge/host-call.ts';
import { DOMException } from '../../web/dom-exception.ts';
import { CryptoKey } from '../crypto-key.ts';
import type { Algorithm } from './algorithm.ts';
import { operationError, orOperationError } from './algorithm.ts';
import { keyParam } from './pair-keys.ts';

/** The secret of a private key with the public one in `algorithm.public`, or its first `length` bits. */
export function agreeBits(algorithm: Algorithm, privateKey: CryptoKey, length: number | null): Uint8Array {
  const publicKey = algorithm['public'];
  if (!(publicKey instanceof CryptoKey)) {
    throw new TypeError('The algorithm needs a member "public" that is a CryptoKey');
  }
  const { name, namedCurve } = privateKey.algorithm;
  const isPair =
    publicKey.type === 'public' &&
    privateKey.type === 'private' &&
    publicKey.algorithm.name === name &&
    publicKey.algorithm.namedCurve === namedCurve;
  if (!isPair) throw new DOMException('The keys are no pair for this algorithm', 'InvalidAccessError');
  const params = { privateKey: keyParam(privateKey), publicKey: keyParam(publicKey) };
  const secret = orOperationError(() => callHost('agree', params));
  if (length === null) return secret;
  if (length > secret.length * 8) throw operationError('derived bit length is too small');
  return firstBits(secret, length);
}

function firstBits(secret: Uint8Array, length: number): Uint8Array {
  const bytes = secret.slice(0, Math.ceil(length / 8));
  const spare = length % 8;
  if (spare !== 0) bytes[bytes.length - 1]! &= 0xff << (8 - spare);
  return bytes;
}
