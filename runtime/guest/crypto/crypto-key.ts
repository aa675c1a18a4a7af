import type { HostKey } from './host-key.ts';

export type KeyUsage =
  | 'encrypt'
  | 'decrypt'
  | 'sign'
  | 'verify'
  | 'deriveKey'
  | 'deriveBits'
  | 'wrapKey'
  | 'unwrapKey';

/** A key's algorithm, as a guest sees it. */
export interface KeyAlgorithm {
  readonly name: string;
  readonly hash?: { readonly name: string };
  readonly length?: number;
  readonly namedCurve?: string;
}

/** The bytes of a secret, or what the host knows of a private or public key. */
export type KeyMaterial = Uint8Array<ArrayBuffer> | HostKey;

interface Parts {
  readonly algorithm: KeyAlgorithm;
  readonly extractable: boolean;
  readonly usages: readonly KeyUsage[];
}

let materialIn: (key: CryptoKey) => KeyMaterial;

/** https://w3c.github.io/webcrypto/#cryptokey-interface */
export class CryptoKey {
  readonly #material: KeyMaterial;
  readonly #parts: Parts;

  constructor(material: KeyMaterial, parts: Parts) {
    this.#material = material;
    this.#parts = parts;
  }

  get type(): 'secret' | 'private' | 'public' {
    return this.#material instanceof Uint8Array ? 'secret' : this.#material.kind;
  }

  get algorithm(): KeyAlgorithm {
    return this.#parts.algorithm;
  }

  get extractable(): boolean {
    return this.#parts.extractable;
  }

  get usages(): readonly KeyUsage[] {
    return this.#parts.usages;
  }

  get [Symbol.toStringTag](): string {
    return 'CryptoKey';
  }

  static {
    materialIn = (key) => key.#material;
  }
}

/** What is in a CryptoKey; `null` for anything else. Not on the class: a guest sees the standard's members alone. */
export function materialOf(value: unknown): KeyMaterial | null {
  return value instanceof CryptoKey ? materialIn(value) : null;
}
