import type { Position } from './position.ts';

/** One thing that keeps a function from being built. */
export interface Problem {
  /** Relative to the function's folder. */
  readonly file: string;
  /** `null` where the file as a whole is meant. */
  readonly position: Position | null;
  /** What is wrong and what to do about it. */
  readonly reason: string;
}

/**
 * `unreadable`: there is nothing to build: no such file, not a source file, a manifest that isn't valid.
 * `invalid`: the code itself cannot become a program.
 */
export type BuildErrorCode = 'unreadable' | 'invalid';

/** The author's fault: what came in cannot be built. Each problem points at its place. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly code: BuildErrorCode;
  readonly problems: readonly Problem[];

  /** @param functionName what the author calls the function: its file's or folder's name */
  constructor(code: BuildErrorCode, functionName: string, problems: readonly Problem[]) {
    super(`Cannot build "${functionName}": ${describeAll(problems)}`);
    this.code = code;
    this.problems = problems;
  }
}

function describeAll(problems: readonly Problem[]): string {
  const [first, ...others] = problems.map(describe);
  if (others.length === 0) return first ?? 'no reason is known';
  return [`${problems.length} problems`, first, ...others].join('\n  ');
}

function describe({ file, position, reason }: Problem): string {
  return position === null ? `${file}: ${reason}` : `${file}:${position.line}:${position.column}: ${reason}`;
}
