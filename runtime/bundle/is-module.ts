import type { SyntaxProblem } from './find-syntax-error.ts';
import { findSyntaxError } from './find-syntax-error.ts';

/** What V8 says of each syntax that only modules have. */
const ONLY_IN_MODULES = new Set([
  'Cannot use import statement outside a module',
  "Cannot use 'import.meta' outside a module",
  "Unexpected token 'export'",
]);

/** What V8 says of a script that waits at its top level, as our own words put it. */
const AWAITS_OUTSIDE = 'await is only valid in async functions';

/**
 * Whether code is a module, told by what V8 first found against it as a script: V8 takes no script with an `import`
 * or `export` declaration in it, and it sees them where they are declarations and not words in a comment or string.
 */
export function isModule(code: string, problem: SyntaxProblem | null): boolean {
  if (problem === null) return false;
  if (!problem.reason.startsWith(AWAITS_OUTSIDE)) return ONLY_IN_MODULES.has(problem.reason);
  // Where it may wait, what V8 finds next tells.
  const inside = findSyntaxError(`(async () => {${code.replace(/^#!.*/, '')}\n})`);
  return inside !== null && ONLY_IN_MODULES.has(inside.reason);
}
