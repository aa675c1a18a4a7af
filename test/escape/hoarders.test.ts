import { expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner({ maxResidentMb: 320 });

/** Holds some megabytes for good, well within its limit. */
const HOARD = `const kept = [];
  async function onTrack({ properties }) {
    for (let i = 0; i < 30; i += 1) kept.push(new Array(131_072).fill(i));
    await new Promise((go) => setTimeout(go, 40));
  }`;

// Whoever ran alone when programs at rest had filled the child was blamed for its death, and the second time for good.
test('programs that hoard what they may cost those that run alone after them nothing', async () => {
  const run = async (destinationId: string): Promise<string> =>
    endings(await hostile.run(aJob(HOARD, { destinationId, alone: true, limits: { cpuMs: 5_000 } }))).join();
  const ended: string[] = [];
  for (let index = 0; index < 9; index += 1) ended.push(await run(`dst_${index}`));
  expect(new Set(ended)).toEqual(new Set(['delivered']));
});
