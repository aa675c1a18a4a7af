import { afterEach, expect, test } from '@jest/globals';
import { buildGuest } from '../../../../runtime/bundle/build-guest.ts';
import type { ProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { aJob, only } from '../a-job.ts';
import { childPath, onlyChildPid, residentMb } from './child-pids.ts';

let runner: ProcessRunner;
afterEach(() => runner.dispose());

const start = async (maxWarmMb: number): Promise<void> => {
  runner = createProcessRunner({ childPath, guestSource: await buildGuest(), maxWarmMb });
};

/** How often its isolate has been used by now: 1 where it was made for this call. */
const COUNTS = 'let seen = 0; async function onTrack() { seen += 1; return seen; }';
/** The same, with 48 MiB that it keeps. */
const HOARDS =
  'let seen = 0; const kept = new Uint8Array(48 * 2 ** 20).fill(1); async function onTrack() { seen += 1; return seen; }';

async function seenBy(destinationId: string, code = COUNTS): Promise<unknown> {
  return only(await runner.run(aJob(code, { destinationId, record: true }))).recording?.returned;
}

async function seenByAll(destinationIds: readonly string[]): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  for (const destinationId of destinationIds) seen.push(await seenBy(destinationId));
  return seen;
}

const destinations = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `dst_${index}`);

test('a process runner keeps as many programs warm as their memory allows', async () => {
  await start(660);
  const all = destinations(100);
  expect(new Set(await seenByAll(all))).toEqual(new Set([1]));
  expect(new Set(await seenByAll(all))).toEqual(new Set([2]));
});

test('a process runner closes what memory does not hold, and holds no more than that', async () => {
  await start(40);
  await seenByAll(destinations(10));
  const fewMb = residentMb(onlyChildPid());
  await seenByAll(destinations(60));
  await seenByAll(destinations(60));
  // V8 keeps pages of isolates that were closed, for the next ones.
  expect(residentMb(onlyChildPid()) - fewMb).toBeLessThan(100);
  expect(await seenBy('dst_59')).toBe(2);
});

test('a hoarder that stays within its limit costs nobody a warm program but itself', async () => {
  await start(90);
  const small = destinations(5);
  await seenByAll(small);
  expect(await seenBy('dst_hoarder', HOARDS)).toBe(1);
  expect(await seenBy('dst_other_hoarder', HOARDS)).toBe(1);
  // A size is told a little after the outcome. Then one of the two has to go.
  const seen: unknown[] = [];
  do {
    seen.push(await seenBy('dst_hoarder', HOARDS), await seenBy('dst_other_hoarder', HOARDS));
  } while (!seen.includes(1));
  expect(await seenByAll(small)).toEqual([2, 2, 2, 2, 2]);
});
