import { hkdf } from '@noble/hashes/hkdf.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt as nobleScrypt } from '@noble/hashes/scrypt.js';
import { queueTask } from '../bridge/primordials.ts';
import { Buffer } from '../node/buffer.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import { nodeError, outOfRange } from '../node/node-error.ts';
import { validateFunction, validateInteger, validateString } from '../node/validate.ts';
import { asBuffer, bytesArg } from './bytes-arg.ts';
import { digestOf } from './digests.ts';
import { secretOf } from './key-object.ts';

const MAX_INT = 2 ** 31 - 1;
/** Far beyond what a handler's CPU time allows: 100,000 take about half a second. */
const MAX_ITERATIONS = 1_000_000;
/** Of scrypt; Node's default is half of it. */
const MAX_SCRYPT_BYTES = 64 * 1024 * 1024;
const DEFAULT_SCRYPT_BYTES = 32 * 1024 * 1024;
/** Of a derived secret. */
const MAX_SECRET_BYTES = 1024 * 1024;

/** https://nodejs.org/api/crypto.html#cryptopbkdf2syncpassword-salt-iterations-keylen-digest */
export function pbkdf2Sync(
  password: unknown,
  salt: unknown,
  iterations: unknown,
  keylen: unknown,
  digest: unknown,
): FastBuffer {
  validateString(digest, 'digest');
  const secret = bytesArg(password, 'password');
  const salted = bytesArg(salt, 'salt');
  validateInteger(iterations, 'iterations', { from: 1, to: MAX_INT });
  validateInteger(keylen, 'keylen', { from: 0, to: MAX_INT });
  const hash = digestOf(digest);
  if (keylen === 0) throw new Error('Deriving bits failed');
  refuseLong(keylen);
  refuseIterations(iterations);
  return asBuffer(pbkdf2(hash, secret, salted, { c: iterations, dkLen: keylen }));
}

/** @throws RangeError past the limit, of both Node's function and WebCrypto's */
export function refuseIterations(iterations: number): void {
  if (iterations <= MAX_ITERATIONS) return;
  throw new RangeError(`Cannot derive a key: ${iterations} iterations, the limit is ${MAX_ITERATIONS}`);
}

function refuseLong(sizeBytes: number): void {
  if (sizeBytes <= MAX_SECRET_BYTES) return;
  throw new RangeError(`Cannot derive a key: ${sizeBytes} bytes, the limit is ${MAX_SECRET_BYTES}`);
}

/** https://nodejs.org/api/crypto.html#cryptohkdfsyncdigest-ikm-salt-info-keylen */
export function hkdfSync(
  digest: unknown,
  ikm: unknown,
  salt: unknown,
  info: unknown,
  keylen: unknown,
): ArrayBuffer {
  validateString(digest, 'digest');
  const secret = secretOf(ikm) ?? bytesArg(ikm, 'ikm');
  const salted = bytesArg(salt, 'salt');
  const about = bytesArg(info, 'info');
  validateInteger(keylen, 'length', { from: 0, to: MAX_INT });
  if (about.length > 1_024) throw outOfRange('info', 'must not contain more than 1024 bytes', about.length);
  const hash = digestOf(digest);
  if (keylen > 255 * hash.outputLen) {
    throw nodeError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  }
  if (keylen === 0) throw new Error('Deriving bits failed');
  return asBuffer(hkdf(hash, secret, salted, about, keylen)).buffer;
}

interface ScryptOptions {
  readonly [name: string]: unknown;
}

/** https://nodejs.org/api/crypto.html#cryptoscryptsyncpassword-salt-keylen-options */
export function scryptSync(
  password: unknown,
  salt: unknown,
  keylen: unknown,
  options: ScryptOptions = {},
): FastBuffer {
  const secret = bytesArg(password, 'password');
  const salted = bytesArg(salt, 'salt');
  validateInteger(keylen, 'keylen', { from: 0, to: MAX_INT });
  const N = costOf(options, { name: 'N', alias: 'cost', otherwise: 16_384 });
  const r = costOf(options, { name: 'r', alias: 'blockSize', otherwise: 8 });
  const p = costOf(options, { name: 'p', alias: 'parallelization', otherwise: 1 });
  const { maxmem = DEFAULT_SCRYPT_BYTES } = options;
  validateInteger(maxmem, 'maxmem', { from: 0 });
  refuseScrypt({ N, r, p }, Math.min(maxmem, MAX_SCRYPT_BYTES));
  if (keylen === 0) return Buffer.alloc(0);
  refuseLong(keylen);
  return asBuffer(nobleScrypt(secret, salted, { N, r, p, dkLen: keylen, maxmem: 2 * MAX_SCRYPT_BYTES }));
}

function costOf(
  options: ScryptOptions,
  { name, alias, otherwise }: { readonly name: string; readonly alias: string; readonly otherwise: number },
): number {
  if (options[name] !== undefined && options[alias] !== undefined) {
    throw nodeError(
      TypeError,
      'ERR_INCOMPATIBLE_OPTION_PAIR',
      `Option "${name}" cannot be used in combination with option "${alias}"`,
    );
  }
  const value = options[name] ?? options[alias] ?? otherwise;
  validateInteger(value, options[name] === undefined ? alias : name, { from: 0, to: 2 ** 32 - 1 });
  return value === 0 ? otherwise : value;
}

/** As OpenSSL weighs it, https://docs.openssl.org/3.5/man7/EVP_KDF-SCRYPT/ */
function refuseScrypt(
  { N, r, p }: { readonly N: number; readonly r: number; readonly p: number },
  maxBytes: number,
): void {
  const invalid = (why: string): Error =>
    nodeError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', `Invalid scrypt params${why}`);
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPower) throw invalid('');
  const neededBytes = 128 * r * (N + p + 2);
  if (neededBytes > maxBytes) {
    throw invalid(': error:030000AC:digital envelope routines::memory limit exceeded');
  }
}

/** Node's forms with a callback behind `count` arguments or more: the same, told later. */
function later(
  count: number,
  derive: (...args: readonly unknown[]) => unknown,
): (...args: readonly unknown[]) => void {
  return (...args) => {
    const callback = args.length > count ? args.at(-1) : undefined;
    validateFunction(callback, 'callback');
    const value = derive(...args.slice(0, -1));
    queueTask(() => callback(null, value));
  };
}

export const pbkdf2Later = later(5, (...args) => pbkdf2Sync(args[0], args[1], args[2], args[3], args[4]));
export const hkdfLater = later(5, (...args) => hkdfSync(args[0], args[1], args[2], args[3], args[4]));
export const scryptLater = later(3, (...args) =>
  scryptSync(args[0], args[1], args[2], args[3] as ScryptOptions | undefined),
);
