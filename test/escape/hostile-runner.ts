import { expect } from '@jest/globals';
import type { ProcessRunnerOptions } from '../../runtime/runner/process/process-runner.ts';
import type { Job, Ran, RunResult } from '../../runtime/runner/runner.ts';
import { aJob, eventsNamed, only } from '../runtime/runner/a-job.ts';
import { realRunner } from '../runtime/sandbox/real-runner.ts';

type Options = Parameters<typeof aJob>[1];

/** What the attacks of one file are run with: the real process runner, one child for all of them. */
export interface HostileRunner {
  run(job: Job): Promise<readonly RunResult[]>;
  /**
   * Runs `statements` for the second of three deliveries, and none for the others.
   * @param top code that runs when the program is loaded
   * @returns how the three ended, as "delivered bad_request delivered"
   */
  amongOthers(statements: string, options?: Options & { readonly top?: string }): Promise<string>;
  /** Runs a program for one delivery. @returns the outcome, and what was recorded */
  alone(code: string, options?: Options): Promise<Ran>;
  /** @returns what a handler with these statements returns */
  returned(statements: string, options?: Options): Promise<unknown>;
}

/** Well below the defaults, so that what has to be ended is ended soon. */
const LIMITS = { timeoutMs: 1_000, cpuMs: 200 };

/**
 * Starts the runner before a file's tests, and ends it after them.
 *
 * @param more what it is started with besides; by default it may reach all of the private network
 */
export function hostileRunner(more: Partial<ProcessRunnerOptions> = {}): HostileRunner {
  const runner = realRunner({ allowPrivateNetwork: 'all', ...more });
  const alone: HostileRunner['alone'] = async (code, options) =>
    only(await runner.run(aJob(code, { record: true, ...options })));
  return {
    run: runner.run,
    amongOthers: async (statements, { top = '', ...options } = {}) => {
      const code = `${top}
        async function onTrack({ properties }) { if (properties.name === 'bad') { ${statements} } }`;
      const job = aJob(code, { events: eventsNamed('a', 'bad', 'b'), limits: LIMITS, ...options });
      return (await runner.run(job)).map(endingOf).join(' ');
    },
    alone,
    returned: async (statements, options) => {
      const code = `async function onTrack(event, settings) { ${statements} }`;
      const { outcome, recording } = await alone(code, options);
      expect(outcome).toEqual({ kind: 'delivered' });
      return recording?.returned;
    },
  };
}

/** `delivered`, or a failure's code, with `!` where the child died of it. */
function endingOf(result: RunResult): string {
  if (result.kind === 'not-started') return result.kind;
  const { outcome } = result;
  if (outcome.kind === 'delivered') return outcome.kind;
  return `${outcome.code}${outcome.childDied === true ? '!' : ''}`;
}
