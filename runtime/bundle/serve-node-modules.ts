import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const FOLDER = join(import.meta.dirname, '../guest/libraries');

/** What stands in for Node's modules in the packages behind Segment's module globals; `events` is a package itself. */
const STAND_INS: Readonly<Record<string, string>> = {
  buffer: 'buffer.ts',
  crypto: 'token-crypto.ts',
  semver: 'semver.ts',
  stream: 'stream.ts',
  string_decoder: 'string-decoder.ts',
  timers: 'timers.ts',
  util: 'util.ts',
  'sluice:zlib': 'zlib.ts',
};

/** Gives packages of Sluice's own choice what they ask of Node. */
export function serveNodeModules(): Plugin {
  return {
    name: 'serve-node-modules',
    setup(hooks) {
      hooks.onResolve({ filter: /^[a-z_:]+$/ }, ({ path, namespace }) => {
        const file = STAND_INS[path];
        if (file === undefined) return null;
        // Node's module is the class, which no module of the language can be.
        return path === 'stream' && namespace === 'file'
          ? { path, namespace: 'stand-in' }
          : { path: join(FOLDER, file) };
      });
      hooks.onLoad({ filter: /^stream$/, namespace: 'stand-in' }, () => ({
        contents: 'module.exports = require("stream").Stream;',
        resolveDir: FOLDER,
      }));
    },
  };
}
