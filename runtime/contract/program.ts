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

/** Of the built code in UTF-8. */
export const MAX_PROGRAM_BYTES = 1024 * 1024;

/** A version's code made ready to run. Immutable, and known by its hash. */
export interface Program {
  /** SHA-256, in hex, of the program's stored form. */
  readonly hash: string;
  /**
   * `script`: top-level declarations, run in sloppy mode as Segment runs them.
   * `module`: the code leaves the entry's exports in the variable `MODULE_VARIABLE` of its own scope.
   */
  readonly kind: 'script' | 'module';
  readonly code: string;
  /** What stack traces call the code: the author's file name. */
  readonly fileName: string;
  readonly manifest: Manifest;
}

/** A program that has no hash yet, since its stored form is what is hashed. */
export type ProgramSource = Omit<Program, 'hash'>;

/** Where the code of a module leaves its exports. */
export const MODULE_VARIABLE = '__sluiceModule';
