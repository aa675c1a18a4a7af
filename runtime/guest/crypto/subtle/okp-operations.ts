import { callHost } from '../../bridge/host-call.ts';
import { Buffer } from '../../node/buffer.ts';
import { bytesOfHex } from '../../node/hex.ts';
import type { CryptoKey, KeyAlgorithm } from '../crypto-key.ts';
import type { HostKey } from '../host-key.ts';
import { generateHostKeys } from '../host-key.ts';
import { verifyByHost } from '../verify-by-host.ts';
import type { AlgorithmOperations } from './algorithm.ts';
import { dataError, orOperationError } from './algorithm.ts';
import { agreeBits } from './agree-bits.ts';
import type { PairUsages } from './pair-keys.ts';
import { exportPairKey, importPairKey, keyParam, pairOf, refuseOtherType } from './pair-keys.ts';

/** Of both curves. */
const KEY_BYTES = 32;

/** @param spkiHead what stands before the 32 bytes of a public key in SPKI, https://www.rfc-editor.org/rfc/rfc8410 */
function okpKeys(name: 'Ed25519' | 'X25519', usages: PairUsages, spkiHead: string): AlgorithmOperations {
  const type = name === 'Ed25519' ? 'ed25519' : 'x25519';
  const use = name === 'Ed25519' ? 'sig' : 'enc';
  return {
    generateKey: (_, options) => pairOf(generateHostKeys(type), { algorithm: { name }, usages }, options),
    importKey(format, data, _, options) {
      const describe = (key: HostKey): KeyAlgorithm => {
        refuseOtherType(key, type);
        return { name };
      };
      const spkiOfRaw = (raw: Uint8Array): Uint8Array => {
        if (raw.length !== KEY_BYTES) throw dataError('Invalid keyData');
        return Buffer.concat([bytesOfHex(spkiHead), raw]);
      };
      return importPairKey(format, data, { kty: 'OKP', usages, use, spkiOfRaw, describe }, options);
    },
    exportKey: (format, key) =>
      exportPairKey(format, key, {
        ...(name === 'Ed25519' ? { alg: name } : {}),
        rawOf: (spki) => Uint8Array.from(spki.subarray(spki.length - KEY_BYTES)),
      }),
  };
}

/** https://w3c.github.io/webcrypto/#ed25519 */
export const ED25519: AlgorithmOperations = {
  ...okpKeys('Ed25519', { private: ['sign'], public: ['verify'] }, '302a300506032b6570032100'),
  sign: (_, key, data) => orOperationError(() => callHost('sign', params(key), [data])),
  verify: (_, key, data, signature) => orOperationError(() => verifyByHost(params(key), data, signature)),
};

/** https://w3c.github.io/webcrypto/#x25519 */
export const X25519: AlgorithmOperations = {
  ...okpKeys('X25519', { private: ['deriveKey', 'deriveBits'], public: [] }, '302a300506032b656e032100'),
  deriveBits: agreeBits,
};

function params(key: CryptoKey): { readonly [name: string]: unknown } {
  return { key: keyParam(key) };
}
