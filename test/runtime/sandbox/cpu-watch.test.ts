import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { CpuAccount } from '../../../runtime/sandbox/cpu-account.ts';
import { countCall, unwatchCpu, watchCpu } from '../../../runtime/sandbox/cpu-watch.ts';

const mainThreadMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Keeps this thread busy for as much CPU time, and lets the watch look now and then. */
async function computeFor(ms: number): Promise<void> {
  const endsAt = mainThreadMs() + ms;
  while (mainThreadMs() < endsAt) {
    for (const until = performance.now() + 2; performance.now() < until;);
    await setImmediate();
  }
}

/** What a guest is charged that was entered, and waited for a core, all the while that `act` took. */
async function chargedDuring(act: () => Promise<void>): Promise<number> {
  const session = { cpu: new CpuAccount(() => performance.now()), checkCpu: () => undefined };
  watchCpu(session);
  await act();
  unwatchCpu(session);
  return session.cpu.usedMs;
}

// A destination that takes in many megabytes keeps the process busy itself. On one core a guest beside it had less of
// that core and was charged for all: it was ended at half its limit.
test('what the process does itself is charged to no guest', async () => {
  expect(await chargedDuring(() => computeFor(200))).toBeLessThan(100);
});

test('what the process does for calls of guests is charged to those who are entered', async () => {
  const charged = await chargedDuring(async () => {
    for (let calls = 0; calls < 20; calls += 1) {
      const startedAt = mainThreadMs();
      await computeFor(10);
      countCall(mainThreadMs() - startedAt);
    }
  });
  expect(charged).toBeGreaterThan(100);
});
