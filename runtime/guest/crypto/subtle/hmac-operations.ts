import { hmac } from '@noble/hashes/hmac.js';
import type { KeyUsage } from '../crypto-key.ts';
import { CryptoKey } from '../crypto-key.ts';
import { timingSafeEqual } from '../timing-safe-equal.ts';
import type { Algorithm, AlgorithmOperations } from './algorithm.ts';
import { dataError, operationError, refuseNoUsages, refuseUsages } from './algorithm.ts';
import { hashNameOf, shaOf } from './hash-names.ts';
import { bytesOfKey, exportSecret, randomKey, readSecret } from './secret-key.ts';

const USAGES: readonly KeyUsage[] = ['sign', 'verify'];
/** 1 MiB, in bits. */
const MAX_LENGTH = 8 * 1024 * 1024;

/** https://w3c.github.io/webcrypto/#hmac */
export const HMAC: AlgorithmOperations = {
  generateKey(algorithm, options) {
    refuseUsages(options.usages, USAGES);
    const hash = { name: hashNameOf(algorithm['hash']) };
    const length = lengthOf(algorithm, shaOf(hash.name).blockBits);
    return randomKey(length, { name: 'HMAC', hash, length }, options);
  },

  importKey(format, data, algorithm, options) {
    refuseUsages(options.usages, USAGES);
    refuseNoUsages(options.usages);
    const hash = { name: hashNameOf(algorithm['hash']) };
    const alg = (): string => algOf(hash.name);
    const secret = readSecret(format, data, { alg, use: 'sig', options });
    const bits = secret.length * 8;
    if (bits === 0) throw dataError('Zero-length key is not supported');
    const length = lengthOf(algorithm, bits);
    if (length > bits || length <= bits - 8) throw dataError('Invalid key length');
    return new CryptoKey(secret, { algorithm: { name: 'HMAC', hash, length }, ...options });
  },

  exportKey: (format, key) => exportSecret(format, key, algOf(key.algorithm.hash!.name)),

  keyLength: (algorithm) => lengthOf(algorithm, shaOf(hashNameOf(algorithm['hash'])).blockBits),

  sign: (_, key, data) => sign(key, data),

  verify(_, key, data, signature) {
    const expected = sign(key, data);
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  },
};

function sign(key: CryptoKey, data: Uint8Array): Uint8Array {
  return hmac(shaOf(key.algorithm.hash!.name).digest, bytesOfKey(key), data);
}

function algOf(hash: string): string {
  return `HS${shaOf(hash).number}`;
}

function lengthOf(algorithm: Algorithm, otherwise: number): number {
  const length = algorithm['length'] ?? otherwise;
  const bits = Number(length);
  if (!(bits > 0) || !Number.isInteger(bits) || bits > MAX_LENGTH) throw operationError('Invalid key length');
  return bits;
}
