import type { Program } from '../runtime/contract/program.ts';
import type { Runner } from '../runtime/runner/runner.ts';
import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { makeLargeProgram } from './programs.ts';
import type { Row } from './row.ts';
import { relativeRow } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

const BATCH_EVENTS = 10;
/** A fifth of a second's work where programs stay loaded; and half a second's where they don't. */
const WARM_BATCHES = 400;
const COLD_BATCHES = 40;
/** As many as some memory holds, and more than most does. */
const [SOME, MANY] = [100, 1_000];

/** Batches of ten for destinations that take turns; all run the same program of 50 KB, each in an isolate of its own. */
export async function benchGrowth(): Promise<readonly Row[]> {
  const program = makeLargeProgram(0);
  const runner = await startRunner();
  const turnsOf = (destinations: number): RunBatches => takeTurns(runner, destinations, () => program);
  const [one, ten, some, many] = [turnsOf(1), turnsOf(10), turnsOf(SOME), turnsOf(MANY)];
  const unseen = takeTurns(runner, Infinity, (number) => makeLargeProgram(number + 1));
  try {
    await some(SOME);
    const warm = await interleave({
      one: () => eventsPerSecond(one, WARM_BATCHES),
      ten: () => eventsPerSecond(ten, WARM_BATCHES),
      some: () => eventsPerSecond(some, WARM_BATCHES),
    });
    await many(MANY);
    const cold = await interleave({
      many: () => eventsPerSecond(many, COLD_BATCHES),
      unseen: () => eventsPerSecond(unseen, COLD_BATCHES),
    });
    const about = { unit: 'events/s', higherIsBetter: true };
    return [
      relativeRow('growth-10', { values: warm.ten, baselines: warm.one }, { ...about, goal: 0.7 }),
      relativeRow('growth-100', { values: warm.some, baselines: warm.one }, { ...about, goal: 0.7 }),
      relativeRow('growth-1000', { values: cold.many, baselines: cold.unseen }, { ...about, goal: 1 }),
    ];
  } finally {
    await runner.dispose();
  }
}

/** Runs a number of batches, one after the other. */
type RunBatches = (batches: number) => Promise<void>;

/** @returns what gives each destination a batch in turn, and goes on the next time where it left off */
function takeTurns(runner: Runner, destinations: number, programOf: (number: number) => Program): RunBatches {
  const events = makeEvents(BATCH_EVENTS);
  let turn = 0;
  return async (batches) => {
    for (let left = batches; left > 0; left -= 1) {
      const number = turn % destinations;
      turn += 1;
      await runEvents(runner, {
        program: programOf(number),
        events,
        destinationId: `dst_${destinations}_${number}`,
      });
    }
  };
}

async function eventsPerSecond(run: RunBatches, batches: number): Promise<number> {
  return ((batches * BATCH_EVENTS) / (await timeMs(() => run(batches)))) * 1_000;
}
