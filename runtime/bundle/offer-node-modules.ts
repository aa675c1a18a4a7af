import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { OWN_SCRIPT_PREFIX } from '../contract/program.ts';

/** What the source map calls the module begins with it, and so stack traces leave it out. */
const NAMESPACE = OWN_SCRIPT_PREFIX.slice(0, -1);
const FOLDER = join(import.meta.dirname, '../guest/libraries');
/** Modules of Node that globals serve. */
const OFFERED = /^(?:node:)?(buffer|crypto)$/;

/** Lets a module import `crypto` and `buffer` as from Node; what it gets are the globals. */
export function offerNodeModules(): Plugin {
  return {
    name: 'offer-node-modules',
    setup(hooks) {
      hooks.onResolve({ filter: OFFERED }, ({ path }) => ({
        path: path.replace('node:', ''),
        namespace: NAMESPACE,
      }));
      hooks.onLoad({ filter: OFFERED, namespace: NAMESPACE }, async ({ path }) => ({
        contents: await readFile(join(FOLDER, `node-${path}.ts`), 'utf8'),
        loader: 'ts',
      }));
    },
  };
}
