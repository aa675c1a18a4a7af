import { callHost } from '../bridge/host-call.ts';
import { latin1Of } from '../bridge/latin1.ts';
import { base64UrlOf } from '../node/base64.ts';
import { Buffer } from '../node/buffer.ts';
import { invalidArgType, invalidArgValue } from '../node/node-error.ts';
import { textArg } from './bytes-arg.ts';
import { bytesOf, isBufferSource } from '../web/bytes-of.ts';
import type { KeyMaterial } from './crypto-key.ts';
import { materialOf } from './crypto-key.ts';
import type { HostKey, KeySource } from './host-key.ts';
import { sourceOfHostKey } from './host-key.ts';

interface ExportOptions {
  readonly format?: unknown;
  readonly type?: unknown;
  readonly cipher?: unknown;
  readonly passphrase?: unknown;
}

let materialIn: (key: KeyObject) => KeyMaterial;

/** https://nodejs.org/api/crypto.html#class-keyobject */
export class KeyObject {
  readonly #material: KeyMaterial;

  constructor(material: KeyMaterial) {
    this.#material = material;
  }

  get type(): 'secret' | 'private' | 'public' {
    return this.#material instanceof Uint8Array ? 'secret' : this.#material.kind;
  }

  get asymmetricKeyType(): string | undefined {
    return this.#material instanceof Uint8Array ? undefined : this.#material.type;
  }

  get asymmetricKeyDetails(): object | undefined {
    if (this.#material instanceof Uint8Array) return undefined;
    const { modulusLength, publicExponent, namedCurve } = this.#material;
    if (namedCurve !== undefined) return { namedCurve };
    return publicExponent === undefined ? {} : { modulusLength, publicExponent: BigInt(publicExponent) };
  }

  get symmetricKeySize(): number | undefined {
    return this.#material instanceof Uint8Array ? this.#material.length : undefined;
  }

  /** Asymmetric keys as PEM text, DER or JWK; a secret as its bytes, or as JWK. */
  export(options?: ExportOptions): unknown {
    const material = this.#material;
    if (!(material instanceof Uint8Array)) return exportHostKey(material, options);
    if (options?.format === 'jwk') return { kty: 'oct', k: base64UrlOf(material) };
    return Buffer.from(material);
  }

  equals(other: unknown): boolean {
    if (!(other instanceof KeyObject)) {
      throw invalidArgType('otherKeyObject', 'an instance of KeyObject', other);
    }
    const [one, two] = [this.#material, other.#material];
    if (one instanceof Uint8Array) return two instanceof Uint8Array && latin1Of(one) === latin1Of(two);
    return !(two instanceof Uint8Array) && one.der === two.der;
  }

  static {
    materialIn = (key) => key.#material;
  }
}

function exportHostKey(key: HostKey, options: ExportOptions | undefined): unknown {
  if (typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
  const { format, type, cipher, passphrase } = options;
  if (format !== 'pem' && format !== 'der' && format !== 'jwk') {
    throw invalidArgValue('options.format', format);
  }
  const params = { key: sourceOfHostKey(key), kind: key.kind, format, type, cipher, passphrase };
  const answer = callHost('export', params);
  if (format === 'jwk') return JSON.parse(latin1Of(answer));
  return format === 'pem' ? latin1Of(answer) : Buffer.from(answer);
}

/** The bytes of a secret key, be it Node's or WebCrypto's; `null` for anything else. */
export function secretOf(value: unknown): Uint8Array<ArrayBuffer> | null {
  const material = anyMaterialOf(value);
  return material instanceof Uint8Array ? material : null;
}

/** A private or public key, be it Node's or WebCrypto's, for the host; `null` for anything else. */
export function sourceOf(value: unknown): KeySource | null {
  const material = anyMaterialOf(value);
  return material === null || material instanceof Uint8Array ? null : sourceOfHostKey(material);
}

function anyMaterialOf(value: unknown): KeyMaterial | null {
  return value instanceof KeyObject ? materialIn(value) : materialOf(value);
}

export function createSecretKey(key: unknown, encoding?: unknown): KeyObject {
  if (typeof key === 'string') return new KeyObject(textArg(key, encoding).slice());
  if (isBufferSource(key)) return new KeyObject(bytesOf(key).slice());
  throw invalidArgType('key', 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', key);
}
