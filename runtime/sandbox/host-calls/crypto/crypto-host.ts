import { randomBytes } from 'node:crypto';
import { cipherOnce } from './cipher-once.ts';
import { KeyCache } from './key-cache.ts';
import { LiveCiphers } from './live-ciphers.ts';
import type { HostCall } from '../parse-host-call.ts';
import { agree, cryptData, describeKey, exportKey, generatePair, signData, verifyData } from './use-keys.ts';

/** Of one call; a guest's pool of random bytes is filled by the thousand. */
const MAX_RANDOM_BYTES = 256 * 1024;

/** Does for one isolate what it can't do itself: randomness, keys, signatures, ciphers. */
export class CryptoHost {
  readonly #keys = new KeyCache();
  readonly #ciphers = new LiveCiphers();

  /**
   * @returns the answer's bytes, a character each
   * @throws Error what is wrong with the call
   */
  do(call: HostCall): string {
    switch (call.operation) {
      case 'random':
        return randomBytes(Math.min(MAX_RANDOM_BYTES, call.params.integer('count'))).toString('latin1');
      case 'key':
        return describeKey(call, this.#keys);
      case 'export':
        return exportKey(call, this.#keys);
      case 'generate':
        return generatePair(call);
      case 'sign':
        return signData(call, this.#keys).toString('latin1');
      case 'verify':
        return verifyData(call, this.#keys) ? '1' : '0';
      case 'crypt':
        return cryptData(call, this.#keys).toString('latin1');
      case 'agree':
        return agree(call, this.#keys).toString('latin1');
      case 'cipher':
        return `${this.#ciphers.start(call)}`;
      case 'cipher-step':
        return this.#ciphers.step(call);
      case 'cipher-once':
        return cipherOnce(call).toString('latin1');
      default:
        throw new TypeError(`Cannot compute: there is no operation ${call.operation.slice(0, 40)}`);
    }
  }
}
