import type { Readable, Writable } from 'node:stream';

/** What a verb has of the world; bin/sluice.ts gives it the real one. */
export interface Io {
  readonly stdin: Readable;
  /** Results, and nothing else. */
  readonly stdout: Writable;
  /** Trouble, progress and logs. */
  readonly stderr: Writable;
  /** What relative paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls `listener` each time that somebody asks the process to stop (Ctrl-C, SIGTERM). */
  readonly onStop: (listener: () => void) => void;
  /** Ends the process at once. */
  readonly exit: (status: number) => void;
}

/** One command of the CLI: `sluice <name>`. */
export interface Verb {
  readonly name: string;
  /** What `sluice <name> --help` prints. */
  readonly help: string;
  /**
   * @returns the exit status: 0 all well, 1 something was not
   * @throws CommandError when the command itself can't run (exit status 2)
   */
  run(args: readonly string[], io: Io): Promise<number>;
}
