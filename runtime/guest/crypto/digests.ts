import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import type { CHash } from '@noble/hashes/utils.js';
import { nodeError } from '../node/node-error.ts';

export type Digest = CHash;

interface Named {
  readonly names: readonly string[];
  readonly digest: Digest;
}

/** The names that OpenSSL knows them by, in lower case; with `rsa-` before the first and the like, they mean the same. */
const DIGESTS: readonly Named[] = [
  { names: ['md5', 'ssl3-md5', 'md5withrsaencryption'], digest: md5 },
  { names: ['sha1', 'sha-1', 'ssl3-sha1', 'rsa-sha1-2', 'sha1withrsaencryption'], digest: sha1 },
  { names: ['sha224', 'sha-224', 'sha2-224', 'sha224withrsaencryption'], digest: sha224 },
  { names: ['sha256', 'sha-256', 'sha2-256', 'sha256withrsaencryption'], digest: sha256 },
  { names: ['sha384', 'sha-384', 'sha2-384', 'sha384withrsaencryption'], digest: sha384 },
  { names: ['sha512', 'sha-512', 'sha2-512', 'sha512withrsaencryption'], digest: sha512 },
  {
    names: ['sha512-224', 'sha-512/224', 'sha2-512/224', 'sha512-224withrsaencryption'],
    digest: sha512_224,
  },
  {
    names: ['sha512-256', 'sha-512/256', 'sha2-512/256', 'sha512-256withrsaencryption'],
    digest: sha512_256,
  },
  { names: ['ripemd160', 'ripemd', 'rmd160', 'ripemd-160', 'ripemd160withrsa'], digest: ripemd160 },
];

const BY_NAME: { readonly [name: string]: Digest } = Object.assign(
  Object.create(null) as object,
  ...DIGESTS.flatMap(({ names, digest }) =>
    [...names, rsaNameOf(names[0]!)].map((name) => ({ [name]: digest })),
  ),
) as { readonly [name: string]: Digest };

/** What it is called with RSA: with a slash where its own has a dash. */
function rsaNameOf(name: string): string {
  return `rsa-${name.replace('-', '/')}`;
}

/** By any of its names, in any case; none where there is none. */
export function findDigest(name: string): Digest | undefined {
  return BY_NAME[name.toLowerCase()];
}

/** @throws TypeError where there is none of that name */
export function digestOf(name: string): Digest {
  const digest = findDigest(name);
  if (digest === undefined)
    throw nodeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
  return digest;
}

/** https://nodejs.org/api/crypto.html#cryptogethashes, as far as they are there */
export function getHashes(): string[] {
  return DIGESTS.flatMap(({ names: [name] }) => [rsaNameOf(name!).toUpperCase(), name!]).toSorted();
}
