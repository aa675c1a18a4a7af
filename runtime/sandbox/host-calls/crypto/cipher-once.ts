import type { CipherGCMTypes } from 'node:crypto';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { HostCall } from '../parse-host-call.ts';

/** What WebCrypto has. */
const NAME = /^(aes-(128|192|256)-(cbc|ctr|gcm)|id-aes(128|192|256)-wrap)$/;
const NOTHING = Buffer.alloc(0);

/**
 * Encrypts or decrypts a whole message: key, initialization vector, data, additional data, and the tag that is expected.
 *
 * @returns what comes out, with the tag at its end where one is made
 * @throws Error what Node finds wrong
 */
export function cipherOnce({ params, parts }: HostCall): Buffer {
  const name = params.text('name');
  if (!NAME.test(name)) throw new TypeError(`Cannot encrypt: there is no cipher ${name.slice(0, 40)}`);
  const [key = NOTHING, iv = NOTHING, data = NOTHING, additional = NOTHING, tag = NOTHING] = parts;
  const authTagLength = params.optionalInteger('authTagLength');
  const options = authTagLength === undefined ? {} : { authTagLength };
  if (params.isTrue('decrypts')) {
    const decipher = createDecipheriv(name as CipherGCMTypes, key, iv, options);
    if (additional.length > 0) decipher.setAAD(additional);
    if (authTagLength !== undefined) decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  }
  const cipher = createCipheriv(name as CipherGCMTypes, key, iv, options);
  if (additional.length > 0) cipher.setAAD(additional);
  const sealed = [cipher.update(data), cipher.final()];
  return Buffer.concat(authTagLength === undefined ? sealed : [...sealed, cipher.getAuthTag()]);
}
