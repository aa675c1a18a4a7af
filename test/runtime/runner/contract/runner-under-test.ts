import type { Job, Runner } from '../../../../runtime/runner/runner.ts';
import { endings, only } from '../a-job.ts';

/** A Runner whose contract is tested, and short ways to ask how a job ended. */
export interface RunnerUnderTest {
  readonly runner: Pick<Runner, 'run'>;
  readonly endingOf: (job: Job) => Promise<string>;
  /** The code and message of the one event's failure; `delivered` where it is none. */
  readonly failureOf: (job: Job) => Promise<unknown>;
}

/** @param current the Runner, which is started before the first test runs */
export function runnerUnderTest(current: () => Runner): RunnerUnderTest {
  const runner = { run: (job: Job) => current().run(job) };
  return {
    runner,
    endingOf: async (job) => endings(await runner.run(job)).join(' '),
    failureOf: async (job) => {
      const { outcome } = only(await runner.run(job));
      return outcome.kind === 'failed' ? { code: outcome.code, message: outcome.message } : outcome.kind;
    },
  };
}
