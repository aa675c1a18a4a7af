import { callHost } from '../../bridge/host-call.ts';
import { latin1Of } from '../../bridge/latin1.ts';
import { base64Of, bytesOfBase64 } from '../../node/base64.ts';
import type { KeyAlgorithm, KeyUsage } from '../crypto-key.ts';
import { CryptoKey, materialOf } from '../crypto-key.ts';
import type { HostKey, KeySource } from '../host-key.ts';
import { readHostKey, sourceOfHostKey } from '../host-key.ts';
import type { JsonWebKey, KeyData, KeyFormat, KeyOptions, KeyPair } from './algorithm.ts';
import { dataError, notSupported, orDataError, refuseNoUsages, refuseUsages } from './algorithm.ts';
import { jwkUsesOf, readJwk } from './jwk.ts';

/** What the private and the public key of a pair may be used for. */
export interface PairUsages {
  readonly private: readonly KeyUsage[];
  readonly public: readonly KeyUsage[];
}

interface PairRules {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  readonly usages: PairUsages;
  readonly use: 'sig' | 'enc' | null;
  /** Of a JWK, where there is one for the algorithm. */
  readonly alg?: string | null;
  /** A public key that is brought as bytes, in SPKI; absent where that can't be. */
  readonly spkiOfRaw?: (raw: Uint8Array) => Uint8Array;
  /** Checks that it is a key for the algorithm, and says what the guest is to see of it. */
  readonly describe: (key: HostKey) => KeyAlgorithm;
}

/** A key for the host's use; the algorithms' table lets no other kind come here. */
function hostKeyOf(key: CryptoKey): HostKey {
  return materialOf(key) as HostKey;
}

/** The same, as a call names it. */
export function keyParam(key: CryptoKey): KeySource {
  return sourceOfHostKey(hostKeyOf(key));
}

/** Reads a private or a public key in any of its forms. */
export function importPairKey(
  format: KeyFormat,
  data: KeyData,
  rules: PairRules,
  options: KeyOptions,
): CryptoKey {
  const { source, kind } = sourceIn(format, data, rules, options);
  refuseUsages(options.usages, rules.usages[kind]);
  if (kind === 'private') refuseNoUsages(options.usages);
  const key = orDataError(() => readHostKey(source, kind));
  return new CryptoKey(key, { algorithm: rules.describe(key), ...options });
}

function sourceIn(
  format: KeyFormat,
  data: KeyData,
  { kty, use, alg, spkiOfRaw }: PairRules,
  options: KeyOptions,
): { readonly source: KeySource; readonly kind: 'private' | 'public' } {
  switch (format) {
    case 'jwk': {
      const jwk = readJwk(data, { kty, use, ...(alg === undefined ? {} : { alg }) }, options);
      const kind = jwk['d'] === undefined ? 'public' : 'private';
      return { source: { format: 'jwk', text: JSON.stringify(jwk) }, kind };
    }
    case 'pkcs8':
      return { source: der('pkcs8', data as Uint8Array), kind: 'private' };
    case 'spki':
      return { source: der('spki', data as Uint8Array), kind: 'public' };
    case 'raw':
      if (spkiOfRaw === undefined) throw notSupported('Unable to import this key with format raw');
      return { source: der('spki', spkiOfRaw(data as Uint8Array)), kind: 'public' };
  }
}

function der(type: 'pkcs8' | 'spki', bytes: Uint8Array): KeySource {
  return { format: 'der', type, text: base64Of(bytes) };
}

/** The two keys that the host made, each with the usages that are its own. */
export function pairOf(
  keys: { readonly publicKey: HostKey; readonly privateKey: HostKey },
  { algorithm, usages }: { readonly algorithm: KeyAlgorithm; readonly usages: PairUsages },
  options: KeyOptions,
): KeyPair {
  refuseUsages(options.usages, [...usages.private, ...usages.public]);
  const own = (allowed: readonly KeyUsage[]): KeyUsage[] =>
    allowed.filter((usage) => options.usages.includes(usage));
  refuseNoUsages(own(usages.private));
  return {
    publicKey: new CryptoKey(keys.publicKey, { algorithm, extractable: true, usages: own(usages.public) }),
    privateKey: new CryptoKey(keys.privateKey, {
      algorithm,
      extractable: options.extractable,
      usages: own(usages.private),
    }),
  };
}

/** @param rawOf the bytes of a public key, where there is such a form */
export function exportPairKey(
  format: KeyFormat,
  key: CryptoKey,
  {
    alg,
    rawOf,
  }: {
    readonly alg?: string;
    readonly rawOf?: (spki: Uint8Array, key: CryptoKey) => Uint8Array<ArrayBuffer>;
  },
): KeyData {
  const { kind, der: text } = hostKeyOf(key);
  switch (format) {
    case 'jwk':
      return { ...jwkOf(key), ...(alg === undefined ? {} : { alg }), ...jwkUsesOf(key) };
    case 'pkcs8':
      if (kind !== 'private') throw wrongKind(key);
      return bytesOfBase64(text).slice();
    case 'spki':
      if (kind !== 'public') throw wrongKind(key);
      return bytesOfBase64(text).slice();
    case 'raw':
      if (kind !== 'public' || rawOf === undefined) throw wrongKind(key);
      return rawOf(bytesOfBase64(text), key);
  }
}

/** The key's own members. */
export function jwkOf(key: CryptoKey): JsonWebKey {
  const { kind } = hostKeyOf(key);
  const answer = callHost('export', { key: keyParam(key), kind, format: 'jwk' });
  return JSON.parse(latin1Of(answer)) as JsonWebKey;
}

function wrongKind(key: CryptoKey): Error {
  return notSupported(`Unable to export a ${key.type} key of ${key.algorithm.name} with this format`);
}

/** @throws DOMException DataError for a key of another type */
export function refuseOtherType({ type }: HostKey, expected: string): void {
  if (type !== expected) throw dataError('Invalid key type');
}
