import { randomBytes } from 'node:crypto';
import { parseHostCall } from './parse-host-call.ts';

/** Of one call; a guest's pool of random bytes is filled by the thousand. */
const MAX_RANDOM_BYTES = 256 * 1024;

/** Does for one isolate what it can't do itself: randomness, keys, signatures, ciphers. */
export class CryptoHost {
  /**
   * @returns the answer's bytes, a character each
   * @throws Error what is wrong with the call
   */
  answer(text: string): string {
    const { operation, params } = parseHostCall(text);
    switch (operation) {
      case 'random':
        return randomBytes(Math.min(MAX_RANDOM_BYTES, params.integer('count'))).toString('latin1');
      default:
        throw new TypeError(`Cannot compute: there is no operation ${operation.slice(0, 40)}`);
    }
  }
}
