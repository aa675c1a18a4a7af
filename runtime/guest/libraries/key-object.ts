import { Buffer } from './node-globals.ts';
import { readKeyDetails } from './read-key-details.ts';
import type { KeyDetails } from './read-key-details.ts';

/** What Node takes for a key: PEM, or an object around it with its passphrase. */
type KeyInput = string | Uint8Array | { readonly key: string | Uint8Array };

const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;
const ANY_KEY = /-----BEGIN (?:(?:[A-Z]+ )?(?:PRIVATE|PUBLIC) KEY|CERTIFICATE)-----/;

/** A key as Node's `KeyObject` is, as far as jsonwebtoken looks at it; the work is done with what it was made of. */
export class KeyObject {
  readonly type: 'private' | 'public' | 'secret';
  readonly asymmetricKeyType: string | undefined;
  readonly asymmetricKeyDetails: KeyDetails | undefined;
  readonly input: KeyInput;

  constructor(type: KeyObject['type'], input: KeyInput) {
    const { keyType, details } =
      type === 'secret' ? { keyType: undefined, details: undefined } : readKeyDetails(pemOf(input));
    this.type = type;
    this.asymmetricKeyType = keyType;
    this.asymmetricKeyDetails = details;
    this.input = input;
  }

  export(): KeyInput {
    return this.input;
  }
}

/** @throws TypeError when it is no private key */
export function createPrivateKey(input: KeyInput): KeyObject {
  if (!PRIVATE_KEY.test(pemOf(input))) throw new TypeError('Cannot read a private key: it is no PEM');
  return new KeyObject('private', input);
}

/** A private key and a certificate hold a public one. @throws TypeError when it is none of them */
export function createPublicKey(input: KeyInput): KeyObject {
  if (!ANY_KEY.test(pemOf(input))) throw new TypeError('Cannot read a public key: it is no PEM');
  return new KeyObject('public', input);
}

/** @throws TypeError when it isn't bytes */
export function createSecretKey(input: unknown): KeyObject {
  if (!(input instanceof Uint8Array)) throw new TypeError('Cannot make a secret key: it is not bytes');
  return new KeyObject('secret', input);
}

function pemOf(input: KeyInput): string {
  if (typeof input === 'string') return input;
  if (input instanceof Uint8Array) return Buffer.from(input).toString('latin1');
  const { key } = input;
  return typeof key === 'string' || key instanceof Uint8Array ? pemOf(key) : '';
}
