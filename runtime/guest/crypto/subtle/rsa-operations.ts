import { callHost } from '../../bridge/host-call.ts';
import { bytesOf, isBufferSource } from '../../web/bytes-of.ts';
import { constants } from '../constants.ts';
import type { CryptoKey, KeyAlgorithm } from '../crypto-key.ts';
import type { HostKey } from '../host-key.ts';
import { verifyByHost } from '../verify-by-host.ts';
import type { Algorithm, AlgorithmOperations } from './algorithm.ts';
import { notSupported, orOperationError } from './algorithm.ts';
import { hashNameOf, shaOf } from './hash-names.ts';
import type { PairUsages } from './pair-keys.ts';
import { exportPairKey, importPairKey, keyParam, refuseOtherType } from './pair-keys.ts';

const SIGNING: PairUsages = { private: ['sign'], public: ['verify'] };
const CIPHER: PairUsages = { private: ['decrypt', 'unwrapKey'], public: ['encrypt', 'wrapKey'] };

/** @param algOf the JWK's name of it, by the number of the hash */
function rsaKeys(name: string, usages: PairUsages, algOf: (number: string) => string): AlgorithmOperations {
  const use = usages === SIGNING ? 'sig' : 'enc';
  return {
    generateKey() {
      throw notSupported(`Unable to generate a key for ${name}: it takes too long here, import one`);
    },
    importKey(format, data, algorithm, options) {
      const hash = { name: hashNameOf(algorithm['hash']) };
      const describe = (key: HostKey): KeyAlgorithm => {
        refuseOtherType(key, 'rsa');
        return rsaAlgorithm(name, hash, key);
      };
      const alg = algOf(shaOf(hash.name).number);
      return importPairKey(format, data, { kty: 'RSA', usages, use, alg, describe }, options);
    },
    exportKey: (format, key) =>
      exportPairKey(format, key, { alg: algOf(shaOf(key.algorithm.hash!.name).number) }),
  };
}

function rsaAlgorithm(name: string, hash: { readonly name: string }, key: HostKey): KeyAlgorithm {
  const hex = BigInt(key.publicExponent ?? '0').toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const publicExponent = Uint8Array.from(even.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  return { name, modulusLength: key.modulusLength, publicExponent, hash } as KeyAlgorithm;
}

function signatures(paramsOf: (algorithm: Algorithm) => object): AlgorithmOperations {
  const params = (algorithm: Algorithm, key: CryptoKey): { readonly [name: string]: unknown } => ({
    hash: key.algorithm.hash!.name.replace('-', ''),
    key: keyParam(key),
    ...paramsOf(algorithm),
  });
  return {
    sign: (algorithm, key, data) => orOperationError(() => callHost('sign', params(algorithm, key), [data])),
    verify: (algorithm, key, data, signature) =>
      orOperationError(() => verifyByHost(params(algorithm, key), data, signature)),
  };
}

/** https://w3c.github.io/webcrypto/#rsassa-pkcs1 */
export const RSASSA: AlgorithmOperations = {
  ...rsaKeys('RSASSA-PKCS1-v1_5', SIGNING, (number) => `RS${number}`),
  ...signatures(() => ({ padding: constants['RSA_PKCS1_PADDING'] })),
};

/** https://w3c.github.io/webcrypto/#rsa-pss */
export const RSA_PSS: AlgorithmOperations = {
  ...rsaKeys('RSA-PSS', SIGNING, (number) => `PS${number}`),
  ...signatures(({ saltLength }) => ({
    padding: constants['RSA_PKCS1_PSS_PADDING'],
    saltLength: Number(saltLength),
  })),
};

/** https://w3c.github.io/webcrypto/#rsa-oaep */
export const RSA_OAEP: AlgorithmOperations = {
  ...rsaKeys('RSA-OAEP', CIPHER, (number) => (number === '1' ? 'RSA-OAEP' : `RSA-OAEP-${number}`)),
  encrypt: (algorithm, key, data) => oaep('publicEncrypt', algorithm, key, data),
  decrypt: (algorithm, key, data) => oaep('privateDecrypt', algorithm, key, data),
};

function oaep(
  how: 'publicEncrypt' | 'privateDecrypt',
  { label }: Algorithm,
  key: CryptoKey,
  data: Uint8Array,
): Uint8Array {
  const params = {
    how,
    key: keyParam(key),
    padding: constants['RSA_PKCS1_OAEP_PADDING'],
    oaepHash: key.algorithm.hash!.name.replace('-', ''),
  };
  const parts = isBufferSource(label) ? [data, bytesOf(label)] : [data];
  return orOperationError(() => callHost('crypt', params, parts));
}
