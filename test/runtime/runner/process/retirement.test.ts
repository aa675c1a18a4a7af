import { afterEach, expect, test } from '@jest/globals';
import { buildGuest } from '../../../../runtime/bundle/build-guest.ts';
import type { RetirementLimits } from '../../../../runtime/runner/process/child-wear.ts';
import type { ProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { anEvent } from '../../../support/builders.ts';
import { Partner } from '../../../support/partner.ts';
import { aJob, endings, eventsNamed, only } from '../a-job.ts';
import { childPath, childPids, onlyChildPid, residentMb } from './child-pids.ts';

let runner: ProcessRunner;
afterEach(() => runner.dispose());

async function start(retirement: Partial<RetirementLimits>): Promise<void> {
  runner = createProcessRunner({
    childPath,
    guestSource: await buildGuest(),
    allowPrivateNetwork: 'all',
    retirement,
  });
}

const IDLE = 'async function onTrack() {}';
const sends = (partner: Partner): string =>
  `async function onTrack({ messageId }) { await fetch('${partner.url}/' + messageId); }`;

/** Runs an event after the other until `isSo`. */
async function runUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) expect(endings(await runner.run(aJob(IDLE)))).toEqual(['delivered']);
}

test('a child that has run often enough is followed by another, and no delivery is lost or run twice', async () => {
  await using partner = await Partner.start();
  await start({ maxRuns: 20 });
  const pids = new Set<number>();
  const work = async (destination: number): Promise<void> => {
    for (let round = 0; round < 30; round += 1) {
      const events = eventsNamed(...['a', 'b', 'c'].map((name) => `${destination}-${round}-${name}`));
      const job = aJob(sends(partner), { events, destinationId: `dst_${destination}` });
      expect(endings(await runner.run(job))).toEqual(['delivered', 'delivered', 'delivered']);
      for (const pid of childPids()) pids.add(pid);
    }
  };
  await Promise.all(Array.from({ length: 6 }, (_, destination) => work(destination)));
  expect(partner.requests).toHaveLength(6 * 30 * 3);
  expect(new Set(partner.requests.map(({ path }) => path)).size).toBe(6 * 30 * 3);
  expect(pids.size).toBeGreaterThan(1);
});

test('what runs in a child that is followed ends there, and nobody waits for it', async () => {
  await using partner = await Partner.start();
  const answer = Promise.withResolvers<void>();
  partner.answer = async () => {
    await answer.promise;
    return {};
  };
  await start({ maxRuns: 5 });
  const slow = runner.run(aJob(sends(partner), { limits: { timeoutMs: 30_000 }, destinationId: 'dst_slow' }));
  await partner.until(({ requests }) => requests.length === 1);
  const first = onlyChildPid();
  // Others go on in the old child while the new one starts, and then in the new one.
  await runUntil(() => childPids().length === 2);
  answer.resolve();
  expect(endings(await slow)).toEqual(['delivered']);
  expect(partner.requests).toHaveLength(1);
  await runUntil(() => !childPids().includes(first));
});

test('a child that follows has the programs loaded that were used last', async () => {
  await start({ maxRuns: 50 });
  const code = 'const loadedAt = Date.now(); async function onTrack() { return loadedAt; }';
  const loadedAt = async (): Promise<unknown> =>
    only(await runner.run(aJob(code, { record: true }))).recording?.returned;
  const before = await loadedAt();
  const first = onlyChildPid();
  await runUntil(() => !childPids().includes(first));
  const askedAt = Date.now();
  const after = await loadedAt();
  expect(after).not.toBe(before);
  expect(after).toBeLessThan(askedAt);
});

test('a child in which an isolate ran out of memory is followed by another', async () => {
  await start({ minAgeMs: 0 });
  const hoards = 'async function onTrack() { for (const all = []; ; ) all.push({ a: 1, b: { c: 2 } }); }';
  const limits = { timeoutMs: 20_000, cpuMs: 5_000, memoryMb: 64 };
  expect(endings(await runner.run(aJob(hoards, { limits, alone: true })))).toEqual(['memory_limit_exceeded']);
  const [first] = childPids();
  await runUntil(() => !childPids().includes(first!));
});

test('a child that holds more than its programs account for is followed by another', async () => {
  await start({ maxUnaccountedMb: 1 });
  await runner.run(aJob(IDLE));
  const first = onlyChildPid();
  await runUntil(() => !childPids().includes(first));
});

test('a runner whose children follow each other leaves one in the end', async () => {
  await start({ maxRuns: 10 });
  for (let run = 0; run < 200; run += 1) await runner.run(aJob(IDLE));
  await runUntil(() => childPids().length === 1);
  await runner.dispose();
  expect(childPids()).toEqual([]);
});

test('a child does not grow with what it runs', async () => {
  await start({});
  const events = Array.from({ length: 10 }, (_, index) =>
    JSON.stringify(anEvent({ messageId: `${index}`, properties: { text: 'x'.repeat(1_300) } })),
  );
  const runMany = async (): Promise<number> => {
    for (let run = 0; run < 1_500; run += 1) await runner.run(aJob(IDLE, { events }));
    return residentMb(onlyChildPid());
  };
  const beforeMb = await runMany();
  expect((await runMany()) - beforeMb).toBeLessThan(32);
});
