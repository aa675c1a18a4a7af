import { setTimeout as rest } from 'node:timers/promises';
import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { HANDLER_CODE, makeProgram } from './programs.ts';
import type { Row } from './row.ts';
import { absoluteRow, median } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

const BACK_TO_BACK_EVENTS = 1_000;
const RESTED_EVENTS = 200;
const REST_MS = 5;

/** One event at a time, from the dispatcher's side to its outcome: back to back, and after a rest. */
export async function benchSingle(): Promise<readonly Row[]> {
  const program = makeProgram(HANDLER_CODE);
  const runner = await startRunner();
  const measure = async (events: readonly string[], restMs: number): Promise<number> => {
    const micros: number[] = [];
    for (const event of events) {
      if (restMs > 0) await rest(restMs);
      micros.push((await timeMs(() => runEvents(runner, { program, events: [event] }))) * 1_000);
    }
    return median(micros);
  };
  try {
    const { backToBack, rested } = await interleave({
      backToBack: () => measure(makeEvents(BACK_TO_BACK_EVENTS), 0),
      rested: () => measure(makeEvents(RESTED_EVENTS), REST_MS),
    });
    return [
      absoluteRow('single-back-to-back', backToBack, { unit: 'µs', goal: 300, higherIsBetter: false }),
      absoluteRow('single-rest', rested, { unit: 'µs', goal: 500, higherIsBetter: false }),
    ];
  } finally {
    await runner.dispose();
  }
}
