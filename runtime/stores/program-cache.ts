import type { Program } from '../contract/program.ts';

/** Of texts, which V8 keeps in one or two bytes a character. A program has 1 MiB of code, and up to 2 MiB beside it. */
const MAX_CACHED_BYTES = 64 * 1024 * 1024;

interface Cached {
  readonly program: Promise<Program | null>;
  /** 0 until it is loaded. */
  sizeBytes: number;
}

/**
 * Keeps programs for ever, since none ever changes, up to `maxBytes` of text; the one used least recently goes first.
 * Concurrent loads of a program are one. Only what was found is kept.
 */
export class ProgramCache {
  readonly #maxBytes: number;
  readonly #cached = new Map<string, Cached>();
  #usedBytes = 0;

  constructor({ maxBytes = MAX_CACHED_BYTES }: { readonly maxBytes?: number } = {}) {
    this.#maxBytes = maxBytes;
  }

  /** The program with this hash, loaded where it isn't kept. */
  get(hash: string, load: () => Promise<Program | null>): Promise<Program | null> {
    const found = this.#cached.get(hash);
    if (found !== undefined) {
      this.#cached.delete(hash);
      this.#cached.set(hash, found);
      return found.program;
    }
    const cached: Cached = { program: load(), sizeBytes: 0 };
    this.#cached.set(hash, cached);
    cached.program.then(
      (program) => this.#keep(hash, cached, program),
      () => this.#cached.delete(hash),
    );
    return cached.program;
  }

  #keep(hash: string, cached: Cached, program: Program | null): void {
    if (program === null) {
      this.#cached.delete(hash);
      return;
    }
    cached.sizeBytes = textBytes(program);
    this.#usedBytes += cached.sizeBytes;
    for (const [oldest, { sizeBytes }] of this.#cached) {
      if (this.#usedBytes <= this.#maxBytes) break;
      // What is still loading has no size yet, and those who wait for it share it.
      if (sizeBytes === 0) continue;
      this.#cached.delete(oldest);
      this.#usedBytes -= sizeBytes;
    }
  }
}

/** Of all that is long in a program. A short script may come with long libraries. */
function textBytes({ code, libraries = [], sourceMap }: Program): number {
  const texts = [code, ...libraries.map((library) => library.code), sourceMap?.mappings ?? ''];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
