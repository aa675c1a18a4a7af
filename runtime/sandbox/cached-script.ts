import type ivm from 'isolated-vm';

/** What `produceCachedData` adds; the package's types leave it out. */
type ScriptWithCache = ivm.Script & { readonly cachedData?: ivm.ExternalCopy<ArrayBuffer> };

/** A script of our own that many isolates run, compiled once: the first makes V8's code cache, all others use it. */
export class CachedScript {
  readonly #source: string;
  #codeCache: ivm.ExternalCopy<ArrayBuffer> | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  async compileIn(isolate: ivm.Isolate): Promise<ivm.Script> {
    if (this.#codeCache !== null) return isolate.compileScript(this.#source, { cachedData: this.#codeCache });
    const script = await isolate.compileScript(this.#source, { produceCachedData: true });
    this.#codeCache = (script as ScriptWithCache).cachedData ?? null;
    return script;
  }
}
