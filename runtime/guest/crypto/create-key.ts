import { readHostKey } from './host-key.ts';
import { KeyObject } from './key-object.ts';
import { keySourceOf } from './key-source.ts';

/** https://nodejs.org/api/crypto.html#cryptocreateprivatekeykey */
export function createPrivateKey(key: unknown): KeyObject {
  return new KeyObject(readHostKey(keySourceOf(key, 'key'), 'private'));
}

/** Of a private key, its public one. https://nodejs.org/api/crypto.html#cryptocreatepublickeykey */
export function createPublicKey(key: unknown): KeyObject {
  return new KeyObject(readHostKey(keySourceOf(key, 'key'), 'public'));
}
