import { fileURLToPath } from 'node:url';
import { buildGuest } from '../runtime/bundle/build-guest.ts';
import type { Program } from '../runtime/contract/program.ts';
import type { ProcessRunner } from '../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../runtime/runner/process/process-runner.ts';
import type { Runner } from '../runtime/runner/runner.ts';
import { SETTINGS } from './programs.ts';

const CHILD_PATH = fileURLToPath(import.meta.resolve('../runtime/runner/process/child/main.ts'));
/** No bench takes as long. */
const BUDGET_MS = 600_000;

/** Starts a Runner as production does: guard and limits on. */
export async function startRunner(): Promise<ProcessRunner> {
  return createProcessRunner({ childPath: CHILD_PATH, guestSource: await buildGuest() });
}

/** Runs events, and sees to it that each was delivered: what fails is fast and proves nothing. @throws Error */
export async function runEvents(
  runner: Runner,
  program: Program,
  events: readonly string[],
  destinationId = 'dst_bench',
): Promise<void> {
  const startBefore = performance.now() + BUDGET_MS;
  const results = await runner.run({ program, destinationId, settings: SETTINGS, events, startBefore });
  const bad = results.find((result) => result.kind !== 'ran' || result.outcome.kind !== 'delivered');
  if (bad !== undefined)
    throw new Error(`Cannot measure: an event was not delivered: ${JSON.stringify(bad)}`);
}
