import { stat } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import type { BuildOptions, BuildResult, Plugin } from 'esbuild';
import { build } from 'esbuild';
import { MODULE_VARIABLE } from '../contract/program.ts';
import type { Problem } from './build-error.ts';
import { isEsbuildFailure, problemOf } from './esbuild-problem.ts';
import type { SyntaxProblem } from './find-syntax-error.ts';
import { findSyntaxError } from './find-syntax-error.ts';
import { MAX_SOURCE_BYTES } from './read-source.ts';

/** A module bundled with all that it imports, or what keeps it from being so. */
export type BuiltModule =
  | { readonly kind: 'built'; readonly code: string; readonly exportNames: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Bundles a module: its own files, JSON, TypeScript and npm packages, for a bare V8 with the globals of a browser.
 * The code declares `MODULE_VARIABLE` at its top level and leaves the entry's exports in it.
 *
 * @param folder the function's folder, which problems' files are relative to
 * @param entry the entry's absolute path
 */
export async function buildModule(folder: string, entry: string): Promise<BuiltModule> {
  const options = optionsFor(folder, entry);
  try {
    // Only a build in ESM format tells the exports. It does the same work, so both fail for the same reasons.
    const [bundle, outline] = await Promise.all([
      build(options),
      build({ ...options, format: 'esm', metafile: true }).catch(() => null),
    ]);
    const code = textOf(bundle);
    const problem = findSyntaxError(code);
    if (problem !== null) return { kind: 'refused', problems: [await traceBack(problem, options)] };
    const [output] = Object.values(outline?.metafile?.outputs ?? {});
    return { kind: 'built', code, exportNames: output?.exports ?? [] };
  } catch (cause) {
    if (!isEsbuildFailure(cause)) throw cause;
    return { kind: 'refused', problems: cause.errors.map((error) => problemOf(error)) };
  }
}

function optionsFor(folder: string, entry: string): BuildOptions & { write: false } {
  return {
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: folder,
    format: 'iife',
    globalName: MODULE_VARIABLE,
    // The isolate has no Node and most of what browsers have, so what packages offer to browsers suits it best.
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['worker', 'browser', 'module'],
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    target: 'node24',
    charset: 'utf8',
    keepNames: true,
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [limitSources(), refuseRemote()],
  };
}

function textOf({ outputFiles = [] }: BuildResult): string {
  return outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '';
}

/** Looks at a file's size before esbuild reads it. */
function limitSources(): Plugin {
  return {
    name: 'limit-sources',
    setup(hooks) {
      hooks.onLoad({ filter: /(?:)/, namespace: 'file' }, async ({ path }) => {
        const { size } = await stat(path).catch(() => ({ size: 0 }));
        if (size <= MAX_SOURCE_BYTES) return null;
        const text = `${basename(path)} is ${size} bytes, the limit of a source file is ${MAX_SOURCE_BYTES}`;
        return { errors: [{ text }] };
      });
    },
  };
}

function refuseRemote(): Plugin {
  return {
    name: 'refuse-remote',
    setup(hooks) {
      hooks.onResolve({ filter: /^(?:https?:)?\/\// }, ({ path }) => ({
        errors: [
          { text: `cannot import "${path}": remote code is not bundled, install it as an npm package` },
        ],
      }));
    },
  };
}

/** Finds the place in the sources of what V8 alone has against the bundle (esbuild doesn't look into regular expressions). */
async function traceBack(
  { position, reason }: SyntaxProblem,
  options: BuildOptions & { write: false },
): Promise<Problem> {
  const mapped = await build({ ...options, sourcemap: 'external', sourcesContent: false });
  const json = mapped.outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? '{}';
  const found = new SourceMap(JSON.parse(json)).findEntry(position.line - 1, position.column - 1);
  if (!('originalSource' in found)) return { file: 'the built code', position, reason };
  return {
    file: found.originalSource,
    position: { line: found.originalLine + 1, column: found.originalColumn + 1 },
    reason,
  };
}
