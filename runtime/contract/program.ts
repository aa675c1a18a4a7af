import type { Manifest } from './manifest.ts';

/** A handler's name by the type of event that it takes; `onBatch` takes any. */
export const HANDLER_NAMES = [
  'onIdentify',
  'onTrack',
  'onPage',
  'onScreen',
  'onGroup',
  'onAlias',
  'onDelete',
  'onBatch',
] as const;
export type HandlerName = (typeof HANDLER_NAMES)[number];

/** Of the code that an author's own files and packages are built to, in UTF-8. */
export const MAX_PROGRAM_BYTES = 1024 * 1024;

/** An npm package that code finds as a global, as Segment's runtime has it. */
export interface Library {
  /** The package's name. */
  readonly name: string;
  /** A script that defines the global; evaluated before the program's own code. */
  readonly code: string;
}

/** Where built code came from: the fields of a source map (revision 3, https://tc39.es/ecma426/) that lead there. */
export interface SourceMap {
  /** Relative to the function's folder, with slashes. */
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** A version's code made ready to run. Immutable, and known by its hash. */
export interface Program {
  /** SHA-256, in hex, of the program's stored form. */
  readonly hash: string;
  /**
   * `script`: top-level declarations, run in sloppy mode as Segment runs them.
   * `module`: the code leaves the entry's exports in the variable `MODULE_VARIABLE` of its own scope, or a promise of
   * them where it awaits at its top level.
   */
  readonly kind: 'script' | 'module';
  readonly code: string;
  /** What stack traces call the code: the author's file name. */
  readonly fileName: string;
  /** Absent where the code names none of them. */
  readonly libraries?: readonly Library[];
  /** Absent where the code stands as its author wrote it. */
  readonly sourceMap?: SourceMap;
  readonly manifest: Manifest;
}

/** A program that has no hash yet, since its stored form is what is hashed. */
export type ProgramSource = Omit<Program, 'hash'>;

/** Where the code of a module leaves its exports. */
export const MODULE_VARIABLE = '__sluiceModule';

/** What scripts of Sluice's own are called in an isolate, before their name; stack traces leave their frames out. */
export const OWN_SCRIPT_PREFIX = 'sluice:';
