import type { BuildOptions, BuildResult } from 'esbuild';
import { build } from 'esbuild';
import type { SourceMap } from '../contract/program.ts';
import type { Problem } from './build-error.ts';
import { isEsbuildFailure, problemOf } from './esbuild-problem.ts';
import { fenceImports } from './fence-imports.ts';
import type { SyntaxProblem } from './find-syntax-error.ts';
import { offerNodeModules } from './offer-node-modules.ts';
import { placeInSource } from './place-in-source.ts';
import { readSourceMap } from './read-source-map.ts';
import { LINES_BEFORE_BUNDLE, wrapModule } from './wrap-module.ts';

/** A module bundled with all that it imports, or what keeps it from being so. */
export type BuiltModule =
  | {
      readonly kind: 'built';
      readonly code: string;
      readonly sourceMap: SourceMap;
      readonly exportNames: readonly string[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Bundles a module: its own files, JSON, TypeScript and npm packages, for a bare V8 with the globals of a browser.
 * The code declares `MODULE_VARIABLE` at its top level and leaves the entry's exports in it.
 *
 * @param folder the function's folder, which problems' files are relative to; links resolved
 * @param entry the entry's absolute path
 */
export async function buildModule(folder: string, entry: string): Promise<BuiltModule> {
  try {
    const bundle = await build(optionsFor(folder, entry));
    const { code, exportNames, problem } = wrapModule(textOf(bundle, '.js'));
    const { sources, mappings } = readSourceMap(textOf(bundle, '.map'));
    const sourceMap = { sources, mappings: ';'.repeat(LINES_BEFORE_BUNDLE) + mappings };
    if (problem !== null) return { kind: 'refused', problems: [traceBack(problem, sourceMap)] };
    return { kind: 'built', code, sourceMap, exportNames };
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
    // The one format that may wait at its top level, and that tells its exports.
    format: 'esm',
    // The isolate has no Node and most of what browsers have, so what packages offer to browsers suits it best.
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['worker', 'browser', 'module'],
    define: {
      'process.env.NODE_ENV': '"production"',
      global: 'globalThis',
      'import.meta': '{}',
      'import.meta.url': 'undefined',
    },
    target: 'node24',
    charset: 'utf8',
    keepNames: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [offerNodeModules(), fenceImports(folder)],
  };
}

function textOf({ outputFiles = [] }: BuildResult, extension: '.js' | '.map'): string {
  return outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
}

/** Finds the place in the sources of what V8 alone has against the bundle (esbuild doesn't look into regular expressions). */
function traceBack({ position, reason }: SyntaxProblem, sourceMap: SourceMap): Problem {
  return { ...(placeInSource(sourceMap, position) ?? { file: 'the built code', position }), reason };
}
