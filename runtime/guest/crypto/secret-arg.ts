import { invalidArgType } from '../node/node-error.ts';
import { isBufferSource } from '../web/bytes-of.ts';
import { bytesArg } from './bytes-arg.ts';
import { secretOf } from './key-object.ts';

const KINDS =
  'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey';

/**
 * A secret key as Node's functions take it: as an object, or its bytes in any form.
 *
 * @throws TypeError where it is none
 */
export function secretArg(key: unknown, encoding?: unknown): Uint8Array {
  const secret = secretOf(key);
  if (secret !== null) return secret;
  if (typeof key === 'string' || isBufferSource(key)) return bytesArg(key, 'key', encoding);
  throw invalidArgType('key', KINDS, key);
}
