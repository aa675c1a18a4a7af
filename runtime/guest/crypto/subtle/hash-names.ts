import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { Digest } from '../digests.ts';
import { notSupported } from './algorithm.ts';

interface Sha {
  readonly digest: Digest;
  readonly blockBits: number;
  /** As JWK numbers them: HS256, RS1. */
  readonly number: string;
}

const SHAS: { readonly [name: string]: Sha } = Object.assign(Object.create(null) as object, {
  'SHA-1': { digest: sha1, blockBits: 512, number: '1' },
  'SHA-256': { digest: sha256, blockBits: 512, number: '256' },
  'SHA-384': { digest: sha384, blockBits: 1_024, number: '384' },
  'SHA-512': { digest: sha512, blockBits: 1_024, number: '512' },
});

export const HASH_NAMES: readonly string[] = Object.keys(SHAS);

/**
 * The standard's spelling of a hash, which is given as a name or in an object with one.
 *
 * @throws DOMException NotSupportedError
 */
export function hashNameOf(hash: unknown): string {
  const given = typeof hash === 'object' && hash !== null ? (hash as { readonly name?: unknown }).name : hash;
  if (given === undefined) throw new TypeError('The algorithm needs a member "hash"');
  const name = String(given).toUpperCase();
  if (SHAS[name] === undefined) throw notSupported('Unrecognized algorithm name');
  return name;
}

/** @param name as `hashNameOf` gives it */
export function shaOf(name: string): Sha {
  return SHAS[name]!;
}
