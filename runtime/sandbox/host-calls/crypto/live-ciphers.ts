import type { CipherGCM, CipherGCMTypes, DecipherGCM } from 'node:crypto';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { RecentMap } from '../../recent-map.ts';
import type { HostCall } from '../parse-host-call.ts';

/** Ciphers under way in one isolate; most are over within the handler that made them. */
const MAX_LIVE = 64;
/** What there is for everyday use; those that read a message twice or wrap keys have rules of their own. */
const NAME =
  /^(aes-?(128|192|256)(-(cbc|ctr|gcm|ecb|cfb|cfb8|cfb1|ofb))?|id-aes(128|192|256)-gcm|chacha20-poly1305|des-ede3(-cbc)?)$/i;

type Live = CipherGCM | DecipherGCM;

/** The ciphers that a guest has begun and not ended, by number. When there are too many, the one used longest ago is forgotten. */
export class LiveCiphers {
  readonly #live = new RecentMap<number, Live>(MAX_LIVE);
  #lastId = 0;

  /**
   * @returns the cipher's number
   * @throws Error what Node finds wrong with name, key or initialization vector
   */
  start({ params, parts }: HostCall): number {
    const name = params.text('name');
    if (!NAME.test(name))
      throw Object.assign(new Error('Unknown cipher'), { code: 'ERR_CRYPTO_UNKNOWN_CIPHER' });
    const [key = Buffer.alloc(0), iv = null] = parts;
    const create = params.isTrue('decrypts') ? createDecipheriv : createCipheriv;
    const authTagLength = params.optionalInteger('authTagLength');
    const options = authTagLength === undefined ? {} : { authTagLength };
    // Some of these have no tag: their methods are asked for only where there is one.
    const cipher = create(name as CipherGCMTypes, key, iv as Buffer, options);
    this.#lastId += 1;
    this.#live.set(this.#lastId, cipher);
    return this.#lastId;
  }

  /** @returns what comes out, a character a byte */
  step({ params, parts }: HostCall): string {
    const cipher = this.#live.get(params.integer('id'));
    if (cipher === undefined) {
      throw new RangeError(`Cannot go on with the cipher: ${MAX_LIVE} others were begun since`);
    }
    const [data = Buffer.alloc(0)] = parts;
    const step = params.text('step');
    switch (step) {
      case 'update':
        return cipher.update(data).toString('latin1');
      case 'final':
        return this.#end(params.integer('id'), cipher);
      case 'setAutoPadding':
        cipher.setAutoPadding(params.isTrue('isOn'));
        return '';
      case 'setAAD':
        cipher.setAAD(data);
        return '';
      case 'setAuthTag':
        if ('setAuthTag' in cipher) cipher.setAuthTag(data);
        return '';
      default:
        throw new TypeError(`Cannot go on with the cipher: there is no step ${step.slice(0, 40)}`);
    }
  }

  /** The tag that it made, its length in front, and the last bytes. */
  #end(id: number, cipher: Live): string {
    const rest = cipher.final();
    this.#live.delete(id);
    let tag: Buffer = Buffer.alloc(0);
    if ('getAuthTag' in cipher) {
      try {
        tag = cipher.getAuthTag();
      } catch {
        // It is of a kind that makes none.
      }
    }
    return Buffer.concat([Buffer.of(tag.length), tag, rest]).toString('latin1');
  }
}
