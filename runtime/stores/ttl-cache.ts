interface Entry<Value> {
  readonly value: Promise<Value>;
  /** On the cache's clock, in milliseconds. */
  readonly expiresAt: number;
}

export interface TtlCacheOptions {
  /** From the start of a load, in milliseconds. */
  readonly ttlMs: number;
  /** Beyond it the oldest entry goes. */
  readonly maxEntries: number;
  /** In milliseconds, from any start, never going back. */
  readonly now: () => number;
}

/** Keeps what was loaded for a while. Concurrent loads of a key are one; a failed one is forgotten. */
export class TtlCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #options: TtlCacheOptions;

  constructor(options: TtlCacheOptions) {
    this.#options = options;
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const { ttlMs, maxEntries, now } = this.#options;
    const found = this.#entries.get(key);
    if (found !== undefined && now() < found.expiresAt) return found.value;

    // Deleted first, since a map keeps the place of a key that is set again.
    this.#entries.delete(key);
    const entry: Entry<Value> = { value: load(), expiresAt: now() + ttlMs };
    this.#entries.set(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= maxEntries) break;
      this.#entries.delete(oldest);
    }
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry.value;
  }

  clear(): void {
    this.#entries.clear();
  }
}
