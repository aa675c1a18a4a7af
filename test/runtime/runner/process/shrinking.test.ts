import { setTimeout as rest } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { buildGuest } from '../../../../runtime/bundle/build-guest.ts';
import { createProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { aJob } from '../../runner/a-job.ts';
import { childPath, onlyChildPid, residentMb } from './child-pids.ts';

test('a program that rests after much work gives back the memory that it needed, and runs on', async () => {
  const runner = createProcessRunner({ childPath, guestSource: await buildGuest() });
  const event = JSON.stringify({ type: 'track', text: 'x'.repeat(20_000) });
  const job = aJob(`onTrack = async (event) => { seen = Array.from(event.text); };`, {
    events: Array.from({ length: 100 }, () => event),
  });
  try {
    await runner.run(job);
    const busyMb = residentMb(onlyChildPid());
    // Jest's own limit ends it where memory stays.
    while (residentMb(onlyChildPid()) > busyMb - 2) await rest(50);
    const results = await runner.run(job);
    expect(results.every((result) => result.kind === 'ran' && result.outcome.kind === 'delivered')).toBe(
      true,
    );
  } finally {
    await runner.dispose();
  }
});
