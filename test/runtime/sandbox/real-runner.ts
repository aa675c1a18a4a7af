import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { buildGuest } from '../../../runtime/bundle/build-guest.ts';
import type { ProcessRunnerOptions } from '../../../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../../../runtime/runner/process/process-runner.ts';
import type { Runner } from '../../../runtime/runner/runner.ts';

const childPath = join(import.meta.dirname, '../../../runtime/runner/process/child/main.ts');

/**
 * Starts the process runner before a file's tests, with one child for all of them, and ends it after them.
 *
 * @param more what it is started with besides the real child and prelude, or instead of them
 */
export function realRunner(more: Partial<ProcessRunnerOptions> = {}): Pick<Runner, 'run'> {
  let runner: Runner;
  beforeAll(async () => {
    runner = createProcessRunner({ childPath, guestSource: await buildGuest(), ...more });
  });
  afterAll(() => runner.dispose());
  return { run: (job) => runner.run(job) };
}
