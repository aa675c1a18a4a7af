import type { Library } from '../contract/program.ts';
import { OWN_SCRIPT_PREFIX } from '../contract/program.ts';
import { CachedScript } from './cached-script.ts';

/** There are nine libraries; more at once come of programs that were built by other versions of Sluice. */
const MAX_SCRIPTS = 30;

/** The libraries that programs of this process came with, each compiled once however many programs have it. */
export class LibraryScripts {
  /** By their code, so that none is taken for another; in the order of their last use. */
  readonly #scripts = new Map<string, CachedScript>();

  scriptOf({ name, code }: Library): CachedScript {
    const script =
      this.#scripts.get(code) ?? new CachedScript(`${code}\n//# sourceURL=${OWN_SCRIPT_PREFIX}${name}`);
    this.#scripts.delete(code);
    this.#scripts.set(code, script);
    const [oldest] = this.#scripts.keys();
    if (this.#scripts.size > MAX_SCRIPTS && oldest !== undefined) this.#scripts.delete(oldest);
    return script;
  }
}
