import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { createJitsuWay } from './peers/jitsu-way.ts';
import { createRudderstackWay } from './peers/rudderstack-way.ts';
import { HANDLER_CODE, makeProgram } from './programs.ts';
import type { Row } from './row.ts';
import { relativeRow } from './row.ts';
import { runEvents, startRunner } from './start-runner.ts';

const BATCH_EVENTS = 200;
const BATCHES = 40;
/** The benches' handler, as both engines want one: it returns what becomes of the event. */
const PEER_HANDLER_CODE = `async function handle(event) { event.properties.seenBy = 'bench'; return event; }`;

/** Against engines of our own that cross into isolated-vm in the way of others', both in this process. */
export async function benchPeers(): Promise<readonly Row[]> {
  const events = makeEvents(BATCH_EVENTS);
  const program = makeProgram(HANDLER_CODE);
  const runner = await startRunner();
  const rudderstack = createRudderstackWay(PEER_HANDLER_CODE);
  const jitsu = await createJitsuWay(PEER_HANDLER_CODE);
  try {
    const { ours, rudderstackWay, jitsuWay } = await interleave({
      ours: () => eventsPerSecond(() => runEvents(runner, { program, events })),
      rudderstackWay: () => eventsPerSecond(() => rudderstack.run(events)),
      jitsuWay: () => eventsPerSecond(() => jitsu.run(events)),
    });
    const about = { unit: 'events/s', higherIsBetter: true };
    return [
      relativeRow(
        'peers-rudderstack-way',
        { values: ours, baselines: rudderstackWay },
        { ...about, goal: 4 },
      ),
      relativeRow('peers-jitsu-way', { values: ours, baselines: jitsuWay }, { ...about, goal: 3 }),
    ];
  } finally {
    jitsu.dispose();
    rudderstack.dispose();
    await runner.dispose();
  }
}

/** One batch after the other. */
async function eventsPerSecond(runBatch: () => Promise<void>): Promise<number> {
  const ms = await timeMs(async () => {
    for (let left = BATCHES; left > 0; left -= 1) await runBatch();
  });
  return ((BATCHES * BATCH_EVENTS) / ms) * 1_000;
}
