import { extname, relative, sep } from 'node:path';
import type { ProgramSource } from '../contract/program.ts';
import { MAX_PROGRAM_BYTES } from '../contract/program.ts';
import type { Problem } from './build-error.ts';
import { BuildError } from './build-error.ts';
import { buildLibraries } from './build-libraries.ts';
import { buildModule } from './build-module.ts';
import { checkModuleHandlers, checkScriptHandlers } from './check-handlers.ts';
import type { ErasedTypes } from './erase-types.ts';
import { eraseTypes } from './erase-types.ts';
import { isEsbuildFailure, problemOf } from './esbuild-problem.ts';
import { findSyntaxError } from './find-syntax-error.ts';
import { isModule } from './is-module.ts';
import { listOwnNames } from './list-own-names.ts';
import type { LocatedFunction } from './locate-function.ts';
import { locateFunction } from './locate-function.ts';
import { MODULE_GLOBAL_NAMES } from './module-globals.ts';
import { placeInSource } from './place-in-source.ts';
import { readSource, UnreadableError } from './read-source.ts';
import { refuseVendorClients, VENDOR_NAMES } from './vendor-clients.ts';

type Built = Pick<ProgramSource, 'kind' | 'code' | 'sourceMap'>;

/**
 * Makes a checked program of a function's source. Nothing of the source is run.
 *
 * @param path a source file, or a folder with `destination.json`
 * @throws BuildError whose message names every problem by file, line and column
 */
export async function buildProgram(path: string): Promise<ProgramSource> {
  const located = await locateFunction(path);
  const fileName = relative(located.folder, located.entry).replaceAll(sep, '/');
  const source = await readEntry(located, fileName);
  const built = await build(source, located, fileName);
  const sizeBytes = Buffer.byteLength(built.code);
  if (sizeBytes > MAX_PROGRAM_BYTES) {
    const reason = `the built code is ${sizeBytes} bytes, the limit is ${MAX_PROGRAM_BYTES}`;
    throw refusal(located, [{ file: fileName, position: null, reason }]);
  }
  const names = listOwnNames(built, { file: fileName, names: [...MODULE_GLOBAL_NAMES, ...VENDOR_NAMES] });
  const refused = refuseVendorClients(names);
  if (refused.length > 0) throw refusal(located, refused);
  const libraries = await buildLibraries(names);
  return {
    ...built,
    ...(libraries.length === 0 ? {} : { libraries }),
    fileName,
    manifest: located.manifest,
  };
}

async function readEntry(located: LocatedFunction, fileName: string): Promise<string> {
  try {
    return await readSource(located.entry);
  } catch (cause) {
    if (!(cause instanceof UnreadableError)) throw cause;
    throw new BuildError('unreadable', located.functionName, [
      { file: fileName, position: null, reason: cause.reason },
    ]);
  }
}

/** A script stays as its author wrote it, byte for byte; a module is bundled with what it imports. */
async function build(source: string, located: LocatedFunction, file: string): Promise<Built> {
  const javascript = await toJavaScript(source, located, file);
  const syntax = findSyntaxError(javascript.code);
  if (!isModule(javascript.code, syntax)) {
    const problem = syntax === null ? checkScriptHandlers(javascript.code, file) : { file, ...syntax };
    if (problem !== null) throw refusal(located, [whereWritten(problem, javascript)]);
    return { kind: 'script', ...javascript };
  }
  const bundle = await buildModule(located.folder, located.entry);
  if (bundle.kind === 'refused') throw refusal(located, bundle.problems);
  const problem = checkModuleHandlers(bundle.exportNames, { code: javascript.code, file });
  if (problem !== null) throw refusal(located, [whereWritten(problem, javascript)]);
  return { kind: 'module', code: bundle.code, sourceMap: bundle.sourceMap };
}

async function toJavaScript(source: string, located: LocatedFunction, file: string): Promise<ErasedTypes> {
  if (!extname(file).endsWith('ts')) return { code: source };
  try {
    return await eraseTypes(source, file);
  } catch (cause) {
    if (!isEsbuildFailure(cause)) throw cause;
    throw refusal(
      located,
      cause.errors.map((error) => problemOf(error)),
    );
  }
}

/** A problem of JavaScript that was made of TypeScript, at its place in the TypeScript. */
function whereWritten(problem: Problem, { sourceMap }: ErasedTypes): Problem {
  if (sourceMap === undefined || problem.position === null) return problem;
  return { ...problem, ...placeInSource(sourceMap, problem.position) };
}

function refusal({ functionName }: LocatedFunction, problems: readonly Problem[]): BuildError {
  return new BuildError('invalid', functionName, problems);
}
