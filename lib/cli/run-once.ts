import { BuildError } from '../../runtime/bundle/build-error.ts';
import { buildProgram } from '../../runtime/bundle/build-program.ts';
import type { Settings } from '../../runtime/contract/destination.ts';
import type { Limits } from '../../runtime/contract/manifest.ts';
import type { Outcome } from '../../runtime/contract/outcome.ts';
import { failed } from '../../runtime/contract/outcome.ts';
import type { ProgramSource } from '../../runtime/contract/program.ts';
import type { Ran, RespondRule } from '../../runtime/runner/runner.ts';
import { startRunner } from '../local/start-runner.ts';

export interface RunOnce {
  /** Of the function's file or folder, absolute. */
  readonly path: string;
  readonly events: readonly unknown[];
  /** Whether they came as an array. */
  readonly asArray: boolean;
  readonly settings: Settings;
  /** In place of the manifest's. */
  readonly limits: Partial<Limits>;
  readonly allowPrivateNetwork: readonly string[] | 'all';
  /** `null`: requests go out. */
  readonly respond: readonly RespondRule[] | null;
}

/** A runner of one job has one program. */
const PROGRAM_HASH = 'invoked';

/**
 * Builds a function, and runs it for each event in the sandbox of production. Code that can't be loaded is a
 * result like any other.
 *
 * @returns one result for each event, in order
 * @throws BuildError when there is nothing to build
 */
export async function runOnce({
  path,
  events,
  asArray,
  settings,
  limits,
  ...egress
}: RunOnce): Promise<readonly Ran[]> {
  const source = await build(path);
  if ('kind' in source && source.kind === 'failed') return events.map(() => notRun(source));
  await using opened = new AsyncDisposableStack();
  const runner = opened.adopt(await startRunner(egress), (each) => each.dispose());
  const manifest = { ...source.manifest, limits: { ...source.manifest.limits, ...limits } };
  const results = await runner.run({
    program: { ...source, manifest, hash: PROGRAM_HASH },
    destinationId: PROGRAM_HASH,
    settings,
    events: events.map((event) => JSON.stringify(event)),
    startBefore: Infinity,
    record: true,
    asArray,
  });
  return results.filter((each) => each.kind === 'ran');
}

async function build(path: string): Promise<ProgramSource | Extract<Outcome, { kind: 'failed' }>> {
  try {
    return await buildProgram(path);
  } catch (error) {
    if (error instanceof BuildError && error.code === 'invalid')
      return failed('invalid_function', error.message);
    throw error;
  }
}

function notRun(outcome: Outcome): Ran {
  return { kind: 'ran', outcome, durationMs: 0 };
}
