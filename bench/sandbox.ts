import { cpuMicros } from './cpu-time.ts';
import { makeEvents } from './events.ts';
import { interleave } from './interleave.ts';
import { createVmBaseline } from './node-vm-baseline.ts';
import { HANDLER_CODE, makeProgram, SETTINGS } from './programs.ts';
import type { Row } from './row.ts';
import { absoluteRow, relativeRow } from './row.ts';
import { runBatches } from './run-batches.ts';
import { runEvents, startRunner } from './start-runner.ts';

const BATCH_EVENTS = 200;
/** Half a second's work, in which the kernel's ticks of CPU time don't matter. */
const BATCHES = 200;

interface Measure {
  readonly eventsPerSecond: number;
  readonly cpuMicrosPerEvent: number;
}

/** Batches of 200 through the runner's child and back, against `node:vm` in this process. */
export async function benchSandbox(): Promise<readonly Row[]> {
  const events = makeEvents(BATCH_EVENTS);
  const program = makeProgram(HANDLER_CODE);
  const runInVm = createVmBaseline(HANDLER_CODE, SETTINGS);
  const runner = await startRunner();
  try {
    const { sandbox, vm } = await interleave({
      sandbox: () => measure(() => runEvents(runner, { program, events })),
      vm: () => measure(() => runInVm(events)),
    });
    const speed = {
      values: sandbox.map((each) => each.eventsPerSecond),
      baselines: vm.map((each) => each.eventsPerSecond),
    };
    const cpu = sandbox.map((each) => each.cpuMicrosPerEvent);
    return [
      relativeRow('sandbox-batch', speed, { unit: 'events/s', goal: 0.8, higherIsBetter: true }),
      absoluteRow('sandbox-cpu', cpu, { unit: 'µs', goal: 12, higherIsBetter: false }),
    ];
  } finally {
    await runner.dispose();
  }
}

async function measure(runBatch: () => Promise<unknown>): Promise<Measure> {
  const [startedAt, cpuAtStart] = [performance.now(), cpuMicros()];
  await runBatches(BATCHES, runBatch);
  const events = BATCHES * BATCH_EVENTS;
  return {
    eventsPerSecond: (events / (performance.now() - startedAt)) * 1_000,
    cpuMicrosPerEvent: (cpuMicros() - cpuAtStart) / events,
  };
}
