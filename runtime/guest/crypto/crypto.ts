import { createCipheriv, createDecipheriv } from './cipher.ts';
import { constants } from './constants.ts';
import { createPrivateKey, createPublicKey } from './create-key.ts';
import { hkdfLater, hkdfSync, pbkdf2Later, pbkdf2Sync, scryptLater, scryptSync } from './derive-secret.ts';
import { getHashes } from './digests.ts';
import { createHash, hash } from './hash.ts';
import { createHmac } from './hmac.ts';
import { createSecretKey, KeyObject } from './key-object.ts';
import { privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from './public-encrypt.ts';
import { getRandomValues, randomBytes, randomFillSync, randomInt, randomUUID } from './random.ts';
import { createSign, createVerify, sign, verify } from './sign.ts';
import { SubtleCrypto } from './subtle/subtle-crypto.ts';
import { timingSafeEqual } from './timing-safe-equal.ts';

/** The standard's `crypto`, https://w3c.github.io/webcrypto/#crypto-interface, with Node's functions on it. */
export const crypto = {
  KeyObject,
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  getHashes,
  getRandomValues,
  hash,
  hkdf: hkdfLater,
  hkdfSync,
  pbkdf2: pbkdf2Later,
  pbkdf2Sync,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  randomFillSync,
  randomInt,
  randomUUID,
  scrypt: scryptLater,
  scryptSync,
  sign,
  subtle: new SubtleCrypto(),
  timingSafeEqual,
  verify,
  /** As Node's module has it, for code that looks there. */
  get webcrypto(): unknown {
    return this;
  },
};
