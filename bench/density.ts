import { setTimeout as rest } from 'node:timers/promises';
import { makeEvents } from './events.ts';
import { interleave } from './interleave.ts';
import { makeLargeProgram } from './programs.ts';
import { childResidentMb } from './resident-memory.ts';
import type { Row } from './row.ts';
import { absoluteRow } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

/** Enough that what the child holds for all of them doesn't show in the share of one. */
const PROGRAMS = 24;
/** They have seen all that the others will: what is loaded and grown once is there before anything is measured. */
const FIRST_PROGRAMS = 2;
const EVENTS_EACH = 10_000;
/** Programs that rest give back what they needed for a while (runtime/sandbox/shrink-at-rest.ts). */
const REST_MS = 1_000;
const BATCH_EVENTS = 200;
/** Each starts a child of its own. */
const REPEATS = 5;

interface Measure {
  readonly afterOneMb: number;
  readonly afterManyMb: number;
}

/** What each further program of 50 KB that is kept warm adds to the resident memory of the runner's child. */
export async function benchDensity(): Promise<readonly Row[]> {
  const { density } = await interleave({ density: measure }, { repeats: REPEATS });
  const about = { unit: 'MiB', higherIsBetter: false };
  return [
    absoluteRow(
      'density-one-event',
      density.map(({ afterOneMb }) => afterOneMb),
      { ...about, goal: 2.5 },
    ),
    absoluteRow(
      'density-10000-events',
      density.map(({ afterManyMb }) => afterManyMb),
      { ...about, goal: 3.5 },
    ),
  ];
}

async function measure(): Promise<Measure> {
  const [single, batch] = [makeEvents(1), makeEvents(BATCH_EVENTS)];
  const runner = await startRunner();
  const programs = Array.from({ length: FIRST_PROGRAMS + PROGRAMS }, (_, number) => makeLargeProgram(number));
  const run = async (number: number, events: readonly string[]): Promise<void> => {
    await runEvents(runner, { program: programs[number]!, events, destinationId: `dst_${number}` });
  };
  const runMany = async (number: number): Promise<void> => {
    for (let left = EVENTS_EACH; left > 0; left -= BATCH_EVENTS) await run(number, batch);
  };
  const restingMb = async (): Promise<number> => {
    await rest(REST_MS);
    return childResidentMb();
  };
  try {
    for (let number = 0; number < FIRST_PROGRAMS; number += 1) await runMany(number);
    const beforeMb = await restingMb();
    for (let number = FIRST_PROGRAMS; number < programs.length; number += 1) await run(number, single);
    const afterOneMb = ((await restingMb()) - beforeMb) / PROGRAMS;
    for (let number = FIRST_PROGRAMS; number < programs.length; number += 1) await runMany(number);
    return { afterOneMb, afterManyMb: ((await restingMb()) - beforeMb) / PROGRAMS };
  } finally {
    await runner.dispose();
  }
}
