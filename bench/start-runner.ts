import { fileURLToPath } from 'node:url';
import { buildGuest } from '../runtime/bundle/build-guest.ts';
import type { Settings } from '../runtime/contract/destination.ts';
import type { Program } from '../runtime/contract/program.ts';
import type { ProcessRunner, ProcessRunnerOptions } from '../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../runtime/runner/process/process-runner.ts';
import type { Runner, RunResult } from '../runtime/runner/runner.ts';
import { SETTINGS } from './programs.ts';

export const CHILD_PATH = fileURLToPath(import.meta.resolve('../runtime/runner/process/child/main.ts'));
/** No bench takes as long. */
const BUDGET_MS = 600_000;

/** Starts a Runner as production does: guard and limits on. */
export async function startRunner(
  options: Omit<ProcessRunnerOptions, 'childPath' | 'guestSource'> = {},
): Promise<ProcessRunner> {
  return createProcessRunner({ childPath: CHILD_PATH, guestSource: await buildGuest(), ...options });
}

export interface BenchJob {
  readonly program: Program;
  /** Each the JSON text of one. */
  readonly events: readonly string[];
  /** Default: one and the same. */
  readonly destinationId?: string;
  /** Default: those of the benches' handler. */
  readonly settings?: Settings;
}

/** Runs events, whatever becomes of them. */
export function runAny(
  runner: Runner,
  { program, events, destinationId = 'dst_bench', settings = SETTINGS }: BenchJob,
): Promise<readonly RunResult[]> {
  const startBefore = performance.now() + BUDGET_MS;
  return runner.run({ program, destinationId, settings, events, startBefore });
}

/** Runs events, and sees to it that each was delivered: what fails is fast and proves nothing. @throws Error */
export async function runEvents(runner: Runner, job: BenchJob): Promise<void> {
  const results = await runAny(runner, job);
  const bad = results.find((result) => result.kind !== 'ran' || result.outcome.kind !== 'delivered');
  if (bad !== undefined)
    throw new Error(`Cannot measure: an event was not delivered: ${JSON.stringify(bad)}`);
}
