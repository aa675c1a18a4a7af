import { HANDLER_NAMES, MODULE_VARIABLE } from '../contract/program.ts';
import type { SyntaxProblem } from './find-syntax-error.ts';
import { findSyntaxError } from './find-syntax-error.ts';

/** Lines that a wrapped module has before the bundle's own. */
export const LINES_BEFORE_BUNDLE = 1;

/** esbuild ends a bundle with one statement of all exports, each on a line of its own. */
const EXPORTS = /(?:^|\n)export \{\n((?: {2}.*\n)*)\};\n*$/;
const EXPORT = /^ {2}(\S+?)(?: as (.+?))?,?$/;
/** What the sandbox reads of a module. */
const READ_NAMES: ReadonlySet<string> = new Set([...HANDLER_NAMES, 'default']);

export interface WrappedModule {
  readonly code: string;
  readonly exportNames: readonly string[];
  /** What V8 has against it. */
  readonly problem: SyntaxProblem | null;
}

/**
 * Makes a script of esbuild's bundle in ESM format: it declares `MODULE_VARIABLE` and leaves the exports in it, or a
 * promise of them where the module awaits at its top level. It is sloppy code: what a package of the CommonJS kind may
 * do in Node it may do here, and code that was written for strict mode hardly notices.
 */
export function wrapModule(bundle: string): WrappedModule {
  const statement = EXPORTS.exec(bundle);
  const body = statement === null ? bundle : bundle.slice(0, statement.index + 1);
  const exported = (statement?.[1] ?? '').split('\n').flatMap((line) => {
    const [, local, name = local] = EXPORT.exec(line) ?? [];
    return local === undefined || name === undefined ? [] : [{ local, name }];
  });
  const read = exported.filter(({ name }) => READ_NAMES.has(name));
  const members = read.map(({ local, name }) => `${name}: ${local}`).join(', ');
  const inside = `{\n${body}\nreturn { ${members} };\n}`;
  const exportNames = exported.map(({ name }) => name);
  const sync = `var ${MODULE_VARIABLE} = (() => ${inside})();\n`;
  const problem = findSyntaxError(sync);
  if (problem === null) return { code: sync, exportNames, problem };
  // The one thing that V8 takes in the other is an await outside of the bundle's own functions.
  const code = `var ${MODULE_VARIABLE} = (async () => ${inside})();\n`;
  return { code, exportNames, problem: findSyntaxError(code) };
}
