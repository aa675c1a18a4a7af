import { callHost } from '../bridge/host-call.ts';
import { Buffer } from '../node/buffer.ts';
import type { FastBuffer } from '../node/fast-buffer.ts';
import { bytesArg } from './bytes-arg.ts';
import { keySourceOf } from './key-source.ts';

interface CryptOptions {
  readonly padding?: unknown;
  readonly oaepHash?: unknown;
  readonly oaepLabel?: unknown;
}

type Crypt = (key: unknown, data: unknown) => FastBuffer;

function crypt(how: string): Crypt {
  return (key, data) => {
    const { padding, oaepHash, oaepLabel } = (typeof key === 'object' ? key : {}) as CryptOptions;
    const params = { how, key: keySourceOf(key, 'key'), padding, oaepHash };
    const label = oaepLabel === undefined ? [] : [bytesArg(oaepLabel, 'key.oaepLabel')];
    return Buffer.from(callHost('crypt', params, [bytesArg(data, 'buffer'), ...label]));
  };
}

/** RSA, https://nodejs.org/api/crypto.html#cryptopublicencryptkey-buffer */
export const publicEncrypt = crypt('publicEncrypt');
export const privateDecrypt = crypt('privateDecrypt');
export const privateEncrypt = crypt('privateEncrypt');
export const publicDecrypt = crypt('publicDecrypt');
