import { join } from 'node:path';
import { build } from 'esbuild';
import type { Library } from '../contract/program.ts';
import { compileEagerly } from './compile-eagerly.ts';
import type { ModuleGlobal } from './module-globals.ts';
import { MODULE_GLOBALS } from './module-globals.ts';
import { serveNodeModules } from './serve-node-modules.ts';

/** Where the packages are installed: with Sluice, whatever the author has. */
const SLUICE_FOLDER = join(import.meta.dirname, '../..');

const built = new Map<string, Promise<Library>>();

/** The libraries of the module globals among `names`; each is built once for the life of the process. */
export async function buildLibraries(
  names: readonly { readonly name: string }[],
): Promise<readonly Library[]> {
  const wanted = MODULE_GLOBALS.filter(({ name }) => names.some((free) => free.name === name));
  return Promise.all(wanted.map((each) => built.get(each.name) ?? start(each)));
}

function start(wanted: ModuleGlobal): Promise<Library> {
  const library = buildLibrary(wanted);
  built.set(wanted.name, library);
  return library;
}

/** @throws Error when the package can't be bundled: the checkout is broken */
async function buildLibrary({ name, packageName, entry, member }: ModuleGlobal): Promise<Library> {
  const { outputFiles } = await build({
    stdin: { contents: defineGlobal(name, entry, member), resolveDir: SLUICE_FOLDER },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'neutral',
    // As Node's `require` finds it, so that the global has the shape that it has in Segment's runtime.
    mainFields: ['main'],
    conditions: ['require'],
    define: { 'process.version': '"v24.0.0"', 'process.nextTick': 'queueMicrotask' },
    target: 'node24',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [serveNodeModules()],
  });
  const [output] = outputFiles;
  if (output === undefined)
    throw new Error(`Cannot build the library "${packageName}": esbuild wrote nothing`);
  return { name: packageName, code: compileEagerly(output.text) };
}

/** Like the other globals: to be replaced, and not listed. */
function defineGlobal(name: string, entry: string, member: string | null): string {
  const loaded = `require(${JSON.stringify(entry)})`;
  const value = member === null ? loaded : `{ ${member}: ${loaded} }`;
  return `Object.defineProperty(globalThis, '${name}', { value: ${value}, writable: true, configurable: true })`;
}
