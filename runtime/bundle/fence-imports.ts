import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { MAX_SOURCE_BYTES } from './read-source.ts';

/** Tells our own asking how an import resolves from esbuild's. */
const ASKED_BY_US = Symbol('asked by fence-imports');
/** Of a comment that leads to the source map of a file. */
const SOURCE_MAP_COMMENT = /(?<=\/[/*][#@][ \t])sourceMappingURL(?==)/g;

/**
 * Keeps a bundle to what belongs to the function: files in its folder, and packages that are installed for it, wherever
 * the import, a link or a package's manifest leads. Whoever builds a function need not trust it.
 *
 * @param folder the function's folder, links resolved
 */
export function fenceImports(folder: string): Plugin {
  return {
    name: 'fence-imports',
    setup(hooks) {
      hooks.onResolve({ filter: /^(?:https?:)?\/\// }, ({ path }) =>
        refuse(`cannot import "${path}": remote code is not bundled, install it as an npm package`),
      );
      hooks.onResolve({ filter: /(?:)/ }, async ({ path, pluginData, ...rest }) => {
        if (pluginData === ASKED_BY_US || rest.kind === 'entry-point') return null;
        const { importer, kind, namespace, resolveDir } = rest;
        const asked = { importer, kind, namespace, resolveDir, pluginData: ASKED_BY_US };
        const found = await hooks.resolve(path, asked);
        // What leads nowhere is for esbuild to say.
        if (found.errors.length > 0 || found.namespace !== 'file') return null;
        const file = await realpath(found.path).catch(() => found.path);
        if (belongs(file, folder)) return null;
        return refuse(
          `cannot import "${path}": it leads out of the function's folder, copy it there or install it as an npm package`,
        );
      });
      hooks.onLoad({ filter: /(?:)/, namespace: 'file' }, ({ path }) => load(path));
    },
  };
}

interface Refusal {
  readonly errors: { readonly text: string }[];
}

function refuse(text: string): Refusal {
  return { errors: [{ text }] };
}

/** Whether a file is one of the function's, or lies in a `node_modules` that Node would look into from its folder. */
function belongs(file: string, folder: string): boolean {
  if (isWithin(file, folder)) return true;
  const [root, ...inside] = file.split(`${sep}node_modules${sep}`);
  return inside.length > 0 && root !== undefined && isWithin(folder, root);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * Looks at a file before esbuild reads it. Source maps that it names are hidden, since esbuild would follow them
 * anywhere; positions are those of the file as it is.
 */
async function load(path: string): Promise<Refusal | { contents: Uint8Array; loader: 'default' } | null> {
  const about = await stat(path).catch(() => null);
  if (about === null) return null;
  if (!about.isFile()) return refuse(`${basename(path)} is not a file`);
  if (about.size > MAX_SOURCE_BYTES) {
    return refuse(
      `${basename(path)} is ${about.size} bytes, the limit of a source file is ${MAX_SOURCE_BYTES}`,
    );
  }
  // As Latin-1 each byte is a character, so whatever the file is, all the others stay as they are.
  const text = await readFile(path, 'latin1');
  const plain = text.replaceAll(SOURCE_MAP_COMMENT, 'sourceMappingUrl');
  return plain === text ? null : { contents: Buffer.from(plain, 'latin1'), loader: 'default' };
}
