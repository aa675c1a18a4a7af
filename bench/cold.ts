import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { makeLargeProgram } from './programs.ts';
import type { Row } from './row.ts';
import { absoluteRow, median } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

const PROGRAMS = 20;

/** From a program of 50 KB that the runner has never seen to its first outcome. */
export async function benchCold(): Promise<readonly Row[]> {
  const events = makeEvents(1);
  const runner = await startRunner();
  let number = 0;
  const measure = async (): Promise<number> => {
    const times: number[] = [];
    for (let count = 0; count < PROGRAMS; count += 1) {
      number += 1;
      const program = makeLargeProgram(number);
      times.push(await timeMs(() => runEvents(runner, { program, events, destinationId: `dst_${number}` })));
    }
    return median(times);
  };
  try {
    const { cold } = await interleave({ cold: measure });
    return [absoluteRow('cold', cold, { unit: 'ms', goal: 15, higherIsBetter: false })];
  } finally {
    await runner.dispose();
  }
}
