import type { Limits } from '../contract/manifest.ts';
import type { Library, SourceMap } from '../contract/program.ts';
import type { Egress } from './egress/egress.ts';
import type { CachedScript } from './cached-script.ts';
import type { LibraryScripts } from './library-scripts.ts';

/** What a sandbox needs to know of a program with one destination's settings. */
export interface ProgramDefinition {
  readonly kind: 'script' | 'module';
  readonly code: string;
  /** What stack traces call the code. */
  readonly fileName: string;
  readonly libraries: readonly Library[];
  /** `null` where stack traces point into the code itself. */
  readonly sourceMap: SourceMap | null;
  /** The JSON that every handler call gets its settings from. */
  readonly settingsText: string;
  readonly limits: Limits;
  /** The hosts that it may reach; `null` for any that the guard lets pass. */
  readonly allowedHosts: readonly string[] | null;
}

/** What all programs of a process share. */
export interface SandboxServices {
  readonly prelude: CachedScript;
  readonly libraryScripts: LibraryScripts;
  readonly egress: Egress;
}
