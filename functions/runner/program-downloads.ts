import type { Program } from '../../runtime/contract/program.ts';
import { MAX_PROGRAM_BYTES } from '../../runtime/contract/program.ts';
import type { ProgramLink } from '../../runtime/runner/function/run-request.ts';
import { ProgramCache } from '../../runtime/stores/program-cache.ts';
import { readStoredProgram } from '../../runtime/stores/read-stored-program.ts';
import { download } from './download.ts';

/** Of a stored program: JSON may need six bytes for one of the code's; libraries, source map and manifest have some 2 MiB. */
const MAX_STORED_BYTES = 10 * MAX_PROGRAM_BYTES;

/** The programs that were asked for, each fetched once by the link that came with it, and kept by hash. */
export class ProgramDownloads {
  readonly #cache = new ProgramCache();

  /**
   * @throws Error when it can't be fetched
   * @throws BrokenError when what is fetched isn't the program with this hash
   */
  async get({ hash, url }: ProgramLink): Promise<Program> {
    const program = await this.#cache.get(hash, async () => {
      const text = await download(url, { what: `program "${hash}"`, maxBytes: MAX_STORED_BYTES });
      return readStoredProgram(hash, text);
    });
    if (program === null) throw new Error(`Cannot get program "${hash}": there is none`);
    return program;
  }
}
