import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildGuest } from '../../runtime/bundle/build-guest.ts';
import { createProcessRunner } from '../../runtime/runner/process/process-runner.ts';
import { aJob, endings } from '../runtime/runner/a-job.ts';

const childPath = join(import.meta.dirname, '../../runtime/runner/process/child/main.ts');

/** Holds some megabytes for good, well within its limit. */
const HOARD = `const kept = [];
  async function onTrack({ properties }) {
    for (let i = 0; i < 30; i += 1) kept.push(new Array(131_072).fill(i));
    await new Promise((go) => setTimeout(go, 40));
  }`;

// Whoever ran alone when programs at rest had filled the child was blamed for its death, and the second time for good.
test('programs that hoard what they may cost those that run alone after them nothing', async () => {
  const runner = createProcessRunner({ childPath, guestSource: await buildGuest(), maxResidentMb: 320 });
  const run = async (destinationId: string): Promise<string> =>
    endings(await runner.run(aJob(HOARD, { destinationId, alone: true, limits: { cpuMs: 5_000 } }))).join();
  const ended: string[] = [];
  for (let index = 0; index < 9; index += 1) ended.push(await run(`dst_${index}`));
  await runner.dispose();
  expect(new Set(ended)).toEqual(new Set(['delivered']));
});
