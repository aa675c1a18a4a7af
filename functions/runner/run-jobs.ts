import type { RunAnswer } from '../../runtime/runner/function/run-answer.ts';
import { answerWith } from '../../runtime/runner/function/run-answer.ts';
import type { ProgramLink } from '../../runtime/runner/function/run-request.ts';
import { parseRunRequest } from '../../runtime/runner/function/run-request.ts';
import type { Runner } from '../../runtime/runner/runner.ts';
import type { Program } from '../../runtime/contract/program.ts';
import type { Clock } from '../clock.ts';

export interface RunJobsDeps {
  readonly runner: Pick<Runner, 'run' | 'rest'>;
  /** @throws Error when the program can't be had, or isn't the one that it should be */
  readonly getProgram: (link: ProgramLink) => Promise<Program>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/**
 * The runner's function: runs a part of a job for the dispatcher, and answers with its results. It logs nothing: what
 * is asked of it holds settings and events, and what goes wrong is thrown, for Lambda to count and for the dispatcher to
 * log.
 */
export function createRunJobs({
  runner,
  getProgram,
  clock,
}: RunJobsDeps): (input: unknown) => Promise<RunAnswer> {
  return async (input) => {
    const request = parseRunRequest(input);
    if (request.kind === 'ping') {
      await runner.rest();
      return answerWith([]);
    }
    const { program: link, leftMs, kind: _, ...job } = request;
    const startBefore = clock.monotonic() + leftMs;
    try {
      const program = await getProgram(link);
      return answerWith(await runner.run({ ...job, program, startBefore }));
    } finally {
      await runner.rest();
    }
  };
}
