import { setTimeout as wait } from 'node:timers/promises';

export interface Watched {
  /** A text that changes when what is watched does. */
  readonly fingerprint: () => Promise<string>;
  /** Never throws: what goes wrong is its own to tell. */
  readonly onChange: () => Promise<void>;
}

/** Soon enough for whoever saves a file and looks at the result. */
const INTERVAL_MS = 250;
/** Of the time, what looking may take at most. */
const MAX_LOAD = 0.1;
/** Between two looks at what is just being written, until nothing moves any more. */
const SETTLE_MS = 40;
const MAX_SETTLE_LOOKS = 25;

/**
 * Looks at files again and again, and says when they have changed. Asking is slower than being told, but works on every
 * file system, with every editor, and for files that aren't there yet.
 */
export class Watcher {
  readonly #watched = new Map<string, { readonly watched: Watched; seen: string }>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> | null = null;

  /** Watches from now on; what was watched under the same name isn't any more. */
  async watch(name: string, watched: Watched): Promise<void> {
    this.#watched.set(name, { watched, seen: await watched.fingerprint() });
  }

  unwatch(name: string): void {
    this.#watched.delete(name);
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** One look at everything. */
  async check(): Promise<void> {
    for (const entry of this.#watched.values()) {
      if (this.#stopping.signal.aborted) return;
      const seen = await entry.watched.fingerprint();
      if (seen === entry.seen) continue;
      entry.seen = await this.#settled(seen, entry.watched);
      await entry.watched.onChange();
    }
  }

  async dispose(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const startedAt = performance.now();
      await this.check();
      const tookMs = performance.now() - startedAt;
      await wait(Math.max(INTERVAL_MS, tookMs / MAX_LOAD), undefined, { signal }).catch(() => {});
    }
  }

  async #settled(first: string, { fingerprint }: Watched): Promise<string> {
    let [before, seen] = ['', first];
    for (let looks = 0; seen !== before && looks < MAX_SETTLE_LOOKS; looks += 1) {
      await wait(SETTLE_MS);
      [before, seen] = [seen, await fingerprint()];
    }
    return seen;
  }
}
