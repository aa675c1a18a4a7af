import type { FastBuffer } from '../node/fast-buffer.ts';
import { invalidArgType, nodeError } from '../node/node-error.ts';
import { validateInteger, validateString } from '../node/validate.ts';
import { outputOf, viewArg } from './bytes-arg.ts';
import type { Digest } from './digests.ts';
import { findDigest } from './digests.ts';

/** https://nodejs.org/api/crypto.html#class-hash, without the stream. */
class Hash {
  readonly #state: ReturnType<Digest['create']>;
  #isOver = false;

  constructor(state: ReturnType<Digest['create']>) {
    this.#state = state;
  }

  update(data: unknown, encoding?: unknown): this {
    this.#refuseOver();
    this.#state.update(viewArg(data, 'data', encoding));
    return this;
  }

  digest(encoding?: unknown): FastBuffer | string {
    this.#refuseOver();
    this.#isOver = true;
    return outputOf(this.#state.digest(), encoding);
  }

  copy(): Hash {
    this.#refuseOver();
    return new Hash(this.#state.clone());
  }

  #refuseOver(): void {
    if (this.#isOver) throw nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
  }
}

interface HashOptions {
  readonly outputLength?: unknown;
}

export function createHash(algorithm: unknown, options?: HashOptions | null): Hash {
  validateString(algorithm, 'algorithm');
  const digest = findDigest(algorithm);
  if (digest === undefined) throw new Error('Digest method not supported');
  refuseLength(digest, options?.outputLength);
  return new Hash(digest.create());
}

/** Only functions with an output of any length can have another than their own, and none of them is here. */
function refuseLength({ outputLen }: Digest, length: unknown): void {
  if (length === undefined) return;
  validateInteger(length, 'options.outputLength', { from: 0, to: 2 ** 32 - 1 });
  if (length === outputLen) return;
  throw nodeError(
    Error,
    'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH',
    'error:030000B2:digital envelope routines::not XOF or invalid length',
  );
}

/** https://nodejs.org/api/crypto.html#cryptohashalgorithm-data-options */
export function hash(algorithm: unknown, input: unknown, options: unknown = 'hex'): FastBuffer | string {
  validateString(algorithm, 'algorithm');
  const bytes = viewArg(input, 'input');
  const encoding =
    typeof options === 'string' ? options : (options as { readonly outputEncoding?: unknown }).outputEncoding;
  if (encoding !== undefined && typeof encoding !== 'string') {
    throw invalidArgType('options.outputEncoding', 'of type string', encoding);
  }
  const digest = findDigest(algorithm);
  if (digest === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  return outputOf(digest(bytes), encoding ?? 'hex');
}
