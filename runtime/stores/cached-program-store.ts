import type { Program, ProgramSource } from '../contract/program.ts';
import type { ProgramStore } from './ports.ts';
import { ProgramCache } from './program-cache.ts';

/** Reads each program once, and keeps it as a `ProgramCache` does. */
export class CachedProgramStore implements ProgramStore {
  readonly #store: ProgramStore;
  readonly #cache: ProgramCache;

  constructor(store: ProgramStore, options: { readonly maxBytes?: number } = {}) {
    this.#store = store;
    this.#cache = new ProgramCache(options);
  }

  put(source: ProgramSource): Promise<Program> {
    return this.#store.put(source);
  }

  get(hash: string): Promise<Program | null> {
    return this.#cache.get(hash, () => this.#store.get(hash));
  }
}
