import { makeEvents } from './events.ts';
import { interleave, timeMs } from './interleave.ts';
import { createJitsuWay } from './peers/jitsu-way.ts';
import { createRudderstackWay } from './peers/rudderstack-way.ts';
import { HANDLER_CODE, makeProgram } from './programs.ts';
import type { Row } from './row.ts';
import { relativeRow } from './row.ts';
import { runBatches } from './run-batches.ts';
import { runEvents, startRunner } from './start-runner.ts';

const BATCH_EVENTS = 200;
/** A quarter of a second's work for ours, and more for theirs. */
const BATCHES = 200;
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

async function eventsPerSecond(runBatch: () => Promise<void>): Promise<number> {
  const ms = await timeMs(() => runBatches(BATCHES, runBatch));
  return ((BATCHES * BATCH_EVENTS) / ms) * 1_000;
}
