import { Session } from 'node:inspector';
import { Script } from 'node:vm';
import type { Position } from './position.ts';
import { START } from './position.ts';

export interface SyntaxProblem {
  readonly position: Position;
  readonly reason: string;
}

/**
 * What V8 has against `code` as a sloppy script, or `null` when it takes it. The code is compiled, never run.
 * V8 decides and no other parser: what it takes here, the sandbox's V8 takes too.
 */
export function findSyntaxError(code: string): SyntaxProblem | null {
  try {
    void new Script(code);
    return null;
  } catch {
    return locate(code);
  }
}

/** The inspector tells line and column of a compile error; an error's stack shows them only for short lines. */
function locate(code: string): SyntaxProblem {
  const session = new Session();
  session.connect();
  try {
    let problem: SyntaxProblem = { position: START, reason: 'does not compile' };
    session.post('Runtime.enable');
    session.post(
      'Runtime.compileScript',
      { expression: code, sourceURL: '', persistScript: false },
      (_, answer) => {
        const details = answer?.exceptionDetails;
        const [, kind, reason] = /^(\w+): (.*)/.exec(details?.exception?.description ?? '') ?? [];
        if (details === undefined || reason === undefined) return;
        problem =
          kind === 'SyntaxError'
            ? {
                position: { line: details.lineNumber + 1, column: details.columnNumber + 1 },
                reason: forUs(reason),
              }
            : { position: START, reason: 'is nested too deeply to be compiled' };
      },
    );
    return problem;
  } finally {
    session.disconnect();
  }
}

/** V8 speaks of the top level of modules, where our bundles can't wait either. */
function forUs(reason: string): string {
  return reason.replace(' and the top level bodies of modules', '');
}
