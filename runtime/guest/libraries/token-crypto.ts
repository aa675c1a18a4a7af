import { KeyObject } from './key-object.ts';
import { crypto } from './node-globals.ts';

export { createPrivateKey, createPublicKey, createSecretKey, KeyObject } from './key-object.ts';

/** Node's numbers: https://nodejs.org/docs/latest-v24.x/api/crypto.html#crypto-constants */
export const constants = { RSA_PKCS1_PSS_PADDING: 6, RSA_PSS_SALTLEN_DIGEST: -1 };

/** What jsonwebtoken and uuidv5 ask of Node's `crypto`: the global one, which knows no key objects. */
export const createHash: typeof crypto.createHash = (algorithm) => crypto.createHash(algorithm);
export const createHmac: typeof crypto.createHmac = (algorithm, key) =>
  crypto.createHmac(algorithm, plainKey(key));
export const timingSafeEqual: typeof crypto.timingSafeEqual = (a, b) => crypto.timingSafeEqual(a, b);

export function createSign(algorithm: string): ReturnType<typeof crypto.createSign> {
  const signer = crypto.createSign(algorithm);
  return {
    update(data) {
      signer.update(data);
      return this;
    },
    sign: (key, encoding) => signer.sign(plainKey(key), encoding),
  };
}

export function createVerify(algorithm: string): ReturnType<typeof crypto.createVerify> {
  const verifier = crypto.createVerify(algorithm);
  return {
    update(data) {
      verifier.update(data);
      return this;
    },
    verify: (key, signature, encoding) => verifier.verify(plainKey(key), signature, encoding),
  };
}

/** A key object as what it was made of, also within `{ key, padding, saltLength }`. */
function plainKey(key: unknown): unknown {
  if (key instanceof KeyObject) return key.input;
  if (typeof key !== 'object' || key === null || !('key' in key) || !(key.key instanceof KeyObject))
    return key;
  const { input } = key.key;
  return typeof input === 'object' && 'key' in input ? { ...key, ...input } : { ...key, key: input };
}
