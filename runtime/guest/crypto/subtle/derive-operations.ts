import { hkdf } from '@noble/hashes/hkdf.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import type { KeyUsage } from '../crypto-key.ts';
import { CryptoKey } from '../crypto-key.ts';
import { refuseIterations } from '../derive-secret.ts';
import type { AlgorithmOperations } from './algorithm.ts';
import {
  bytesMember,
  notSupported,
  operationError,
  orOperationError,
  refuseNoUsages,
  refuseUsages,
} from './algorithm.ts';
import { DOMException } from '../../web/dom-exception.ts';
import { hashNameOf, shaOf } from './hash-names.ts';
import { bytesOfKey } from './secret-key.ts';

const USAGES: readonly KeyUsage[] = ['deriveKey', 'deriveBits'];

/** A secret to derive others from: it comes raw, and never goes out. */
function secrets(name: string): AlgorithmOperations {
  return {
    importKey(format, data, _, options) {
      if (format !== 'raw') throw notSupported(`Unable to import a key for ${name} with format ${format}`);
      refuseUsages(options.usages, USAGES);
      if (options.extractable) throw new DOMException(`${name} keys are not extractable`, 'SyntaxError');
      refuseNoUsages(options.usages);
      return new CryptoKey(data as Uint8Array<ArrayBuffer>, { algorithm: { name }, ...options });
    },
    keyLength: () => null,
  };
}

/** https://w3c.github.io/webcrypto/#pbkdf2 */
export const PBKDF2: AlgorithmOperations = {
  ...secrets('PBKDF2'),
  deriveBits(algorithm, key, length) {
    const { digest } = shaOf(hashNameOf(algorithm['hash']));
    const salt = bytesMember(algorithm, 'salt');
    const iterations = Number(algorithm['iterations']);
    if (!(iterations >= 1)) throw operationError('iterations cannot be zero');
    refuseIterations(iterations);
    const dkLen = bytesOfLength(length);
    if (dkLen === 0) return new Uint8Array(0);
    return orOperationError(() => pbkdf2(digest, bytesOfKey(key), salt, { c: iterations, dkLen }));
  },
};

/** https://w3c.github.io/webcrypto/#hkdf */
export const HKDF: AlgorithmOperations = {
  ...secrets('HKDF'),
  deriveBits(algorithm, key, length) {
    const { digest } = shaOf(hashNameOf(algorithm['hash']));
    const salt = bytesMember(algorithm, 'salt');
    const info = bytesMember(algorithm, 'info');
    const sizeBytes = bytesOfLength(length);
    if (sizeBytes === 0) return new Uint8Array(0);
    return orOperationError(() => hkdf(digest, bytesOfKey(key), salt, info, sizeBytes));
  },
};

function bytesOfLength(length: number | null): number {
  if (length === null) throw operationError('length cannot be null');
  if (length % 8 !== 0) throw operationError('length must be a multiple of 8');
  return length / 8;
}
