import type { SyntaxProblem } from './find-syntax-error.ts';

/** What V8 says of each syntax that only modules have. */
const ONLY_IN_MODULES = new Set([
  'Cannot use import statement outside a module',
  "Cannot use 'import.meta' outside a module",
  "Unexpected token 'export'",
]);

/**
 * Whether code is a module, told by what V8 first found against it as a script: V8 takes no script with an `import`
 * or `export` declaration in it, and it sees them where they are declarations and not words in a comment or string.
 */
export function isModule(problem: SyntaxProblem | null): boolean {
  return problem !== null && ONLY_IN_MODULES.has(problem.reason);
}
