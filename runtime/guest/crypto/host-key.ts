import { askHostForJson } from '../bridge/host-call.ts';

/** A key as the host reads it; `text` is base64 for DER, JSON for a JWK. */
export type KeySource = {
  readonly format: 'pem' | 'der' | 'jwk';
  readonly type?: string;
  readonly text: string;
  readonly passphrase?: string;
};

/** What the host says of a key. */
export interface HostKey {
  readonly kind: 'private' | 'public';
  /** As Node calls it: rsa, ec, ed25519, x25519 … */
  readonly type: string;
  /** In base64: PKCS #8 of a private key, SPKI of a public one. */
  readonly der: string;
  readonly modulusLength?: number;
  readonly publicExponent?: string;
  readonly namedCurve?: string;
}

/** @throws Error what is wrong with the key */
export function readHostKey(key: KeySource, kind: 'private' | 'public'): HostKey {
  return askHostForJson('key', { key, kind }) as HostKey;
}

/** @throws Error where there is no key of that type */
export function generateHostKeys(
  type: 'ec' | 'ed25519' | 'x25519',
  curve?: string,
): { readonly publicKey: HostKey; readonly privateKey: HostKey } {
  return askHostForJson('generate', { type, curve }) as {
    readonly publicKey: HostKey;
    readonly privateKey: HostKey;
  };
}

/** The key again, for another call. */
export function sourceOfHostKey({ kind, der }: HostKey): KeySource {
  return { format: 'der', type: kind === 'private' ? 'pkcs8' : 'spki', text: der };
}
