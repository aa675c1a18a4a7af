import { fileURLToPath } from 'node:url';
import { buildGuest } from '../../runtime/bundle/build-guest.ts';
import type { ProcessRunner, ProcessRunnerOptions } from '../../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../../runtime/runner/process/process-runner.ts';

const CHILD_PATH = fileURLToPath(new URL('../../runtime/runner/process/child/main.ts', import.meta.url));

/** Starts the Runner of production from the checkout's sources. */
export async function startRunner(
  options: Pick<ProcessRunnerOptions, 'allowPrivateNetwork' | 'respond'>,
): Promise<ProcessRunner> {
  return createProcessRunner({ childPath: CHILD_PATH, guestSource: await buildGuest(), ...options });
}
