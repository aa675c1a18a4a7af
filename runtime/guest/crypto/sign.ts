import { callHost } from '../bridge/host-call.ts';
import { Buffer } from '../node/buffer.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import { invalidArgValue, nodeError } from '../node/node-error.ts';
import { validateString } from '../node/validate.ts';
import { bytesArg, outputOf, viewArg } from './bytes-arg.ts';
import { findDigest } from './digests.ts';
import { keySourceOf } from './key-source.ts';
import { verifyByHost } from './verify-by-host.ts';

/** Collects what is signed: the host hashes it, in one call. */
class Signing {
  protected readonly hash: string;
  #parts: Uint8Array[] | null = [];

  constructor(hash: string) {
    this.hash = hash;
  }

  update(data: unknown, encoding?: unknown): this {
    const parts = this.#parts;
    if (parts === null) throw nodeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
    parts.push(viewArg(data, 'data', encoding).slice());
    return this;
  }

  /** All of it; there is nothing left to sign then. */
  protected take(): Uint8Array {
    const parts = this.#parts;
    if (parts === null) throw nodeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
    this.#parts = null;
    return Buffer.concat(parts);
  }
}

/** https://nodejs.org/api/crypto.html#class-sign, without the stream. */
class Sign extends Signing {
  sign(privateKey: unknown, encoding?: unknown): FastBuffer | string {
    if (!privateKey) throw nodeError(Error, 'ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
    const params = paramsOf(privateKey, 'privateKey');
    return outputOf(callHost('sign', { hash: this.hash, ...params }, [this.take()]), encoding);
  }
}

/** https://nodejs.org/api/crypto.html#class-verify, without the stream. */
class Verify extends Signing {
  verify(key: unknown, signature: unknown, encoding?: unknown): boolean {
    const params = paramsOf(key, 'key');
    const bytes = bytesArg(signature, 'signature', encoding);
    return verifyByHost({ hash: this.hash, ...params }, this.take(), bytes);
  }
}

export function createSign(algorithm: unknown): Sign {
  return new Sign(hashArg(algorithm));
}

export function createVerify(algorithm: unknown): Verify {
  return new Verify(hashArg(algorithm));
}

function hashArg(algorithm: unknown): string {
  validateString(algorithm, 'algorithm');
  if (findDigest(algorithm) !== undefined) return algorithm;
  throw nodeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest');
}

/** https://nodejs.org/api/crypto.html#cryptosignalgorithm-data-key-callback, without the callback. */
export function sign(algorithm: unknown, data: unknown, key: unknown): FastBuffer | string {
  const bytes = bytesArg(data, 'data');
  const params = { hash: oneShotHash(algorithm), ...paramsOf(key, 'key') };
  return outputOf(callHost('sign', params, [bytes]), undefined);
}

export function verify(algorithm: unknown, data: unknown, key: unknown, signature: unknown): boolean {
  const bytes = bytesArg(data, 'data');
  const params = { hash: oneShotHash(algorithm), ...paramsOf(key, 'key') };
  return verifyByHost(params, bytes, bytesArg(signature, 'signature'));
}

/** None for Ed25519, which has its own. */
function oneShotHash(algorithm: unknown): string | null {
  if (algorithm === undefined || algorithm === null) return null;
  validateString(algorithm, 'algorithm');
  return algorithm;
}

interface SignOptions {
  readonly padding?: unknown;
  readonly saltLength?: unknown;
  readonly dsaEncoding?: unknown;
}

/** The key and what is said beside it, for the host. */
function paramsOf(key: unknown, name: string): { readonly [name: string]: unknown } {
  const { padding, saltLength, dsaEncoding } = (typeof key === 'object' ? key : {}) as SignOptions;
  const source = keySourceOf(key, name);
  refuseUnlessInteger(padding, 'options.padding');
  refuseUnlessInteger(saltLength, 'options.saltLength');
  if (dsaEncoding !== undefined && dsaEncoding !== 'der' && dsaEncoding !== 'ieee-p1363') {
    throw invalidArgValue('options.dsaEncoding', dsaEncoding);
  }
  return { key: source, padding, saltLength, dsaEncoding };
}

function refuseUnlessInteger(value: unknown, name: string): void {
  if (value !== undefined && !Number.isInteger(value)) throw invalidArgValue(name, value);
}
