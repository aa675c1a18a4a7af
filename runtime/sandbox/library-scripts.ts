import type { Library } from '../contract/program.ts';
import { OWN_SCRIPT_PREFIX } from '../contract/program.ts';
import { CachedScript } from './cached-script.ts';

/** There are nine libraries; more at once come of programs that were built by other versions of Sluice. */
const MAX_SCRIPTS = 30;

interface Entry {
  readonly library: Library;
  readonly script: CachedScript;
}

/** The libraries that programs of this process came with: kept once, and compiled once, however many programs have them. */
export class LibraryScripts {
  /** By their code, so that none is taken for another; in the order of their last use. */
  readonly #entries = new Map<string, Entry>();

  /** The same libraries, as they are kept already: each program's own copy of a text can go. */
  share(libraries: readonly Library[]): readonly Library[] {
    return libraries.map((library) => this.#entryOf(library).library);
  }

  scriptOf(library: Library): CachedScript {
    return this.#entryOf(library).script;
  }

  #entryOf(library: Library): Entry {
    const { name, code } = library;
    const entry = this.#entries.get(code) ?? {
      library,
      script: new CachedScript(`${code}\n//# sourceURL=${OWN_SCRIPT_PREFIX}${name}`),
    };
    this.#entries.delete(code);
    this.#entries.set(entry.library.code, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_SCRIPTS && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}
