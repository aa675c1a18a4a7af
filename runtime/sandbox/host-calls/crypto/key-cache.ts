import type { KeyObject } from 'node:crypto';
import type { HostCallParams } from '../parse-host-call.ts';
import type { KeyKind } from './read-key.ts';
import { readKey } from './read-key.ts';

/** A program signs with one key, or a few. */
const MAX_KEYS = 16;

/** The keys that one isolate used last: to read a PEM text takes as long as a signature by an elliptic curve. */
export class KeyCache {
  readonly #keys = new Map<string, KeyObject>();

  /** @throws Error what is wrong with the key */
  read(source: HostCallParams, kind: KeyKind): KeyObject {
    const id = `${kind} ${source.json}`;
    const key = this.#keys.get(id) ?? readKey(source, kind);
    this.#keys.delete(id);
    this.#keys.set(id, key);
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= MAX_KEYS) break;
      this.#keys.delete(oldest);
    }
    return key;
  }
}
