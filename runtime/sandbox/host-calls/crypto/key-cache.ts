import type { KeyObject } from 'node:crypto';
import { RecentMap } from '../../recent-map.ts';
import type { HostCallParams } from '../parse-host-call.ts';
import type { KeyKind } from './read-key.ts';
import { readKey } from './read-key.ts';

/** A program signs with one key, or a few. */
const MAX_KEYS = 16;

/** The keys that one isolate used last: to read a PEM text takes as long as a signature by an elliptic curve. */
export class KeyCache {
  readonly #keys = new RecentMap<string, KeyObject>(MAX_KEYS);

  /** @throws Error what is wrong with the key */
  read(source: HostCallParams, kind: KeyKind): KeyObject {
    const id = `${kind} ${source.json}`;
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const key = readKey(source, kind);
    this.#keys.set(id, key);
    return key;
  }
}
