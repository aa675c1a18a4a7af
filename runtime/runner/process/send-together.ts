import type { HandlerName } from '../../contract/program.ts';
import { mayStart } from '../may-start.ts';
import type { Job } from '../runner.ts';
import { rethrowUnlessDeath } from './child-died.ts';
import { groupIndexes } from './group-indexes.ts';
import type { ProgramInChild } from './program-in-child.ts';

/**
 * Events that enter a guest together: few enough to answer soon, enough that the pipe and the hops between threads cost
 * little for each. Of CPU time, 40 of them took 2.5 µs an event more. They share the CPU limit of one call, so many more
 * would let honest work look like a loop.
 */
const CHUNK_EVENTS = 100;
/** Of one job, in the child at once: enough to keep an isolate busy, or many requests waiting. */
const MAX_EVENTS_UNDER_WAY = 200;

/**
 * Sends events to a program in chunks, several at once, for as long as its child takes new work and the job's budget
 * lasts. A death of the child ends it.
 * @returns how many of the events, from the first on, were sent
 */
export async function sendTogether(
  program: ProgramInChild,
  {
    job,
    indexes,
    handlers,
  }: {
    readonly job: Job;
    readonly indexes: readonly number[];
    readonly handlers: readonly HandlerName[];
  },
): Promise<number> {
  const isBatch = handlers.includes('onBatch');
  const size = isBatch ? job.program.manifest.batch.maxCount : CHUNK_EVENTS;
  const underWay = new Map<Promise<void>, number>();
  let sent = 0;
  for (const group of groupIndexes(indexes, size)) {
    while (underWay.size > 0 && sum(underWay.values()) + group.length > MAX_EVENTS_UNDER_WAY) {
      await Promise.race(underWay.keys());
    }
    if (!program.child.takesWork || !mayStart(job)) break;
    sent += group.length;
    const sending = program
      .send(group, { isBatch, isAlone: false })
      .catch(rethrowUnlessDeath)
      .finally(() => underWay.delete(sending));
    underWay.set(sending, group.length);
  }
  await Promise.all(underWay.keys());
  return sent;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
