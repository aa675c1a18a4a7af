import { latin1Of } from '../bridge/latin1.ts';
import { base64Of } from '../node/base64.ts';
import { invalidArgType } from '../node/node-error.ts';
import { bytesOf, isBufferSource } from '../web/bytes-of.ts';
import type { KeySource } from './host-key.ts';
import { sourceOf } from './key-object.ts';

interface KeyInput {
  readonly key?: unknown;
  readonly format?: unknown;
  readonly type?: unknown;
  readonly passphrase?: unknown;
}

const KINDS =
  'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, CryptoKey, or URL';
const MEMBER_KINDS = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, or URL';

/**
 * A key as Node's functions take it, https://nodejs.org/api/crypto.html#cryptocreateprivatekeykey, for the host to read.
 *
 * @param name of the argument
 * @throws TypeError where it is none
 */
export function keySourceOf(value: unknown, name: string): KeySource {
  const ready = sourceOf(value);
  if (ready !== null) return ready;
  if (typeof value === 'string' || isBufferSource(value)) return { format: 'pem', text: pemOf(value) };
  if (typeof value !== 'object' || value === null) throw invalidArgType(name, KINDS, value);
  return readInput(value, name);
}

function readInput({ key, format, type, passphrase }: KeyInput, name: string): KeySource {
  const ready = sourceOf(key);
  if (ready !== null) return ready;
  if (format === 'jwk') {
    if (typeof key !== 'object' || key === null) throw invalidArgType(`${name}.key`, 'of type object', key);
    return { format: 'jwk', text: JSON.stringify(key) };
  }
  if (typeof key !== 'string' && !isBufferSource(key)) throw invalidArgType(`${name}.key`, MEMBER_KINDS, key);
  const sealed = passphrase === undefined ? {} : { passphrase: passphraseOf(passphrase) };
  if (format !== 'der') return { format: 'pem', text: pemOf(key), ...sealed };
  const der = typeof key === 'string' ? key : base64Of(bytesOf(key));
  return { format: 'der', type: String(type), text: der, ...sealed };
}

function pemOf(key: string | ArrayBuffer | ArrayBufferView): string {
  return typeof key === 'string' ? key : latin1Of(bytesOf(key));
}

function passphraseOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isBufferSource(value)) return latin1Of(bytesOf(value));
  throw invalidArgType('key.passphrase', MEMBER_KINDS, value);
}
