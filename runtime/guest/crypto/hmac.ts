import { hmac } from '@noble/hashes/hmac.js';
import { Buffer } from '../node/buffer.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import { nodeError } from '../node/node-error.ts';
import { validateString } from '../node/validate.ts';
import { outputOf, viewArg } from './bytes-arg.ts';
import { digestOf } from './digests.ts';
import { secretArg } from './secret-arg.ts';

/** https://nodejs.org/api/crypto.html#class-hmac, without the stream. */
class Hmac {
  readonly #state: ReturnType<typeof hmac.create>;
  #isOver = false;

  constructor(state: ReturnType<typeof hmac.create>) {
    this.#state = state;
  }

  update(data: unknown, encoding?: unknown): this {
    if (this.#isOver) throw nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#state.update(viewArg(data, 'data', encoding));
    return this;
  }

  /** A second one is empty, as Node's. */
  digest(encoding?: unknown): FastBuffer | string {
    if (this.#isOver) return outputOf(Buffer.alloc(0), encoding);
    this.#isOver = true;
    return outputOf(this.#state.digest(), encoding);
  }
}

export function createHmac(
  algorithm: unknown,
  key: unknown,
  options?: { readonly encoding?: unknown } | null,
): Hmac {
  validateString(algorithm, 'hmac');
  const secret = secretArg(key, options?.encoding);
  return new Hmac(hmac.create(digestOf(algorithm), secret));
}
