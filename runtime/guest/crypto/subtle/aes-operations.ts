import { callHost } from '../../bridge/host-call.ts';
import { Buffer } from '../../node/buffer.ts';
import type { KeyUsage } from '../crypto-key.ts';
import { CryptoKey } from '../crypto-key.ts';
import type { Algorithm, AlgorithmOperations } from './algorithm.ts';
import {
  bytesMember,
  dataError,
  operationError,
  orOperationError,
  refuseNoUsages,
  refuseUsages,
} from './algorithm.ts';
import { bytesOfKey, exportSecret, randomKey, readSecret } from './secret-key.ts';

const LENGTHS = [128, 192, 256];
const TAG_LENGTHS = [32, 64, 96, 104, 112, 120, 128];
const CIPHER_USAGES: readonly KeyUsage[] = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const WRAP_USAGES: readonly KeyUsage[] = ['wrapKey', 'unwrapKey'];
/** https://www.rfc-editor.org/rfc/rfc3394#section-2.2.3.1 */
const WRAP_IV = new Uint8Array(8).fill(0xa6);

/** What all kinds of AES have in common, https://w3c.github.io/webcrypto/#aes-cbc and those after it. */
function aesKeys(name: string, usages: readonly KeyUsage[]): AlgorithmOperations {
  const alg = (bits: number): string => `A${bits}${name.slice('AES-'.length)}`;
  return {
    generateKey(algorithm, options) {
      refuseUsages(options.usages, usages);
      const length = lengthOf(algorithm);
      return randomKey(length, { name, length }, options);
    },
    importKey(format, data, _, options) {
      refuseUsages(options.usages, usages);
      refuseNoUsages(options.usages);
      const algOfSecret = (secret: Uint8Array): string => alg(secret.length * 8);
      const secret = readSecret(format, data, { alg: algOfSecret, use: 'enc', options });
      const length = secret.length * 8;
      if (!LENGTHS.includes(length)) throw dataError('Invalid key length');
      return new CryptoKey(secret, { algorithm: { name, length }, ...options });
    },
    exportKey: (format, key) => exportSecret(format, key, alg(key.algorithm.length!)),
    keyLength: lengthOf,
  };
}

export const AES_CBC: AlgorithmOperations = {
  ...aesKeys('AES-CBC', CIPHER_USAGES),
  encrypt: (algorithm, key, data) => runCbc(algorithm, key, data, 'encrypt'),
  decrypt: (algorithm, key, data) => runCbc(algorithm, key, data, 'decrypt'),
};

export const AES_CTR: AlgorithmOperations = {
  ...aesKeys('AES-CTR', CIPHER_USAGES),
  encrypt: runCtr,
  decrypt: runCtr,
};

export const AES_GCM: AlgorithmOperations = {
  ...aesKeys('AES-GCM', CIPHER_USAGES),
  encrypt(algorithm, key, data) {
    const { iv, aad, tagBytes } = gcmParams(algorithm);
    return runOnce(key, { mode: 'gcm', how: 'encrypt', iv, data, aad, tagBytes });
  },
  decrypt(algorithm, key, data) {
    const { iv, aad, tagBytes } = gcmParams(algorithm);
    if (data.length < tagBytes) throw operationError('The provided data is too small');
    const sealed = data.subarray(0, data.length - tagBytes);
    const tag = data.subarray(data.length - tagBytes);
    return runOnce(key, { mode: 'gcm', how: 'decrypt', iv, data: sealed, aad, tagBytes, tag });
  },
};

export const AES_KW: AlgorithmOperations = {
  ...aesKeys('AES-KW', WRAP_USAGES),
  wrapKey: (_, key, data) => runOnce(key, { mode: 'wrap', how: 'encrypt', iv: WRAP_IV, data }),
  unwrapKey: (_, key, data) => runOnce(key, { mode: 'wrap', how: 'decrypt', iv: WRAP_IV, data }),
};

interface Run {
  readonly mode: 'cbc' | 'ctr' | 'gcm' | 'wrap';
  readonly how: 'encrypt' | 'decrypt';
  readonly iv: Uint8Array;
  readonly data: Uint8Array;
  readonly aad?: Uint8Array;
  readonly tag?: Uint8Array;
  readonly tagBytes?: number;
}

const NOTHING = new Uint8Array(0);

function runOnce(
  key: CryptoKey,
  { mode, how, iv, data, aad = NOTHING, tag = NOTHING, tagBytes }: Run,
): Uint8Array {
  const bits = key.algorithm.length!;
  const name = mode === 'wrap' ? `id-aes${bits}-wrap` : `aes-${bits}-${mode}`;
  const params = { name, decrypts: how === 'decrypt', authTagLength: tagBytes };
  return orOperationError(() => callHost('cipher-once', params, [bytesOfKey(key), iv, data, aad, tag]));
}

function runCbc(
  algorithm: Algorithm,
  key: CryptoKey,
  data: Uint8Array,
  how: 'encrypt' | 'decrypt',
): Uint8Array {
  const iv = bytesMember(algorithm, 'iv');
  if (iv.length !== 16) throw operationError('algorithm.iv must contain exactly 16 bytes');
  return runOnce(key, { mode: 'cbc', how, iv, data });
}

/** Only the last bits of the counter count on, as many as are given; past the last of them they begin at 0 again. */
function runCtr(algorithm: Algorithm, key: CryptoKey, data: Uint8Array): Uint8Array {
  const counter = bytesMember(algorithm, 'counter');
  if (counter.length !== 16) throw operationError('algorithm.counter must contain exactly 16 bytes');
  const length = Number(algorithm['length']);
  if (!Number.isInteger(length) || length < 1 || length > 128) {
    throw operationError('AES-CTR algorithm.length must be between 1 and 128');
  }
  const values = 1n << BigInt(length);
  const start = BigInt(`0x${Buffer.from(counter).toString('hex')}`);
  const blocksLeft = values - (start % values);
  const blocks = BigInt(Math.ceil(data.length / 16));
  if (blocks > values) throw operationError('The data is too long for the counter');
  const run = (iv: Uint8Array, part: Uint8Array): Uint8Array =>
    runOnce(key, { mode: 'ctr', how: 'encrypt', iv, data: part });
  if (blocks <= blocksLeft) return run(counter, data);
  const split = Number(blocksLeft) * 16;
  const again = Buffer.from((start - (start % values)).toString(16).padStart(32, '0'), 'hex');
  return Buffer.concat([run(counter, data.subarray(0, split)), run(again, data.subarray(split))]);
}

function gcmParams(algorithm: Algorithm): {
  readonly iv: Uint8Array;
  readonly aad: Uint8Array;
  readonly tagBytes: number;
} {
  const iv = bytesMember(algorithm, 'iv');
  const aad = algorithm['additionalData'] === undefined ? NOTHING : bytesMember(algorithm, 'additionalData');
  const tagLength = Number(algorithm['tagLength'] ?? 128);
  if (!TAG_LENGTHS.includes(tagLength)) {
    throw operationError(`${tagLength} is not a valid AES-GCM tag length`);
  }
  return { iv, aad, tagBytes: tagLength / 8 };
}

function lengthOf({ length }: Algorithm): number {
  const bits = Number(length);
  if (!LENGTHS.includes(bits)) throw operationError('AES key length must be 128, 192, or 256 bits');
  return bits;
}
