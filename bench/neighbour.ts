import { setTimeout as rest } from 'node:timers/promises';
import type { Program } from '../runtime/contract/program.ts';
import type { Runner } from '../runtime/runner/runner.ts';
import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { percentile } from './percentile.ts';
import { HANDLER_CODE, makeProgram } from './programs.ts';
import type { Row } from './row.ts';
import { relativeRow } from './row.ts';
import { runAny, runEvents, startRunner } from './start-runner.ts';

const HEALTHY = 10;
const BATCH_EVENTS = 10;
/** Between two batches of a healthy destination: together they keep less than half a core busy. */
const REST_MS = 10;
const MEASURED_MS = 2_000;
/** Short, so that a measure sees calls that hang end and begin anew. */
const TIMEOUT_MS = 1_000;
const BAD_CODE = {
  spinning: 'async function onTrack() { for (;;); }',
  hanging: 'async function onTrack() { await new Promise(() => {}); }',
};

/** How long healthy destinations wait for their outcomes while others in the same child misbehave, or don't. */
export async function benchNeighbour(): Promise<readonly Row[]> {
  const runner = await startRunner();
  try {
    const { disturbed, quiet } = await interleave({
      disturbed: () => measureDisturbed(runner),
      quiet: () => measureP99Ms(runner),
    });
    const about = { unit: 'ms', goal: 2, higherIsBetter: false };
    return [relativeRow('neighbour', { values: disturbed, baselines: quiet }, about)];
  } finally {
    await runner.dispose();
  }
}

async function measureDisturbed(runner: Runner): Promise<number> {
  const measured = new AbortController();
  const bad = Object.entries(BAD_CODE).map(([name, code]) =>
    misbehave(
      runner,
      { destinationId: name, program: makeProgram(code, { timeoutMs: TIMEOUT_MS }) },
      measured.signal,
    ),
  );
  const p99Ms = await measureP99Ms(runner);
  measured.abort();
  await Promise.all(bad);
  return p99Ms;
}

async function measureP99Ms(runner: Runner): Promise<number> {
  const program = makeProgram(HANDLER_CODE);
  const events = makeEvents(BATCH_EVENTS);
  const endsAt = performance.now() + MEASURED_MS;
  const waitedMs: number[] = [];
  const work = async (number: number): Promise<void> => {
    while (performance.now() < endsAt) {
      waitedMs.push(
        await timeMs(() => runEvents(runner, { program, events, destinationId: `dst_${number}` })),
      );
      await rest(REST_MS);
    }
  };
  await Promise.all(Array.from({ length: HEALTHY }, (_, number) => work(number)));
  return percentile(waitedMs, 0.99);
}

/** Runs an event after the other. @throws Error when one doesn't end as what misbehaves has to */
async function misbehave(
  runner: Runner,
  job: { readonly destinationId: string; readonly program: Program },
  until: AbortSignal,
): Promise<void> {
  const events = makeEvents(1);
  while (!until.aborted) {
    const [result] = await runAny(runner, { ...job, events });
    if (
      result?.kind !== 'ran' ||
      result.outcome.kind !== 'failed' ||
      result.outcome.code !== 'gateway_timeout'
    ) {
      throw new Error(`Cannot measure: what is to time out ended otherwise: ${JSON.stringify(result)}`);
    }
  }
}
