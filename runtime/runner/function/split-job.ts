import type { Job } from '../runner.ts';
import { MAX_PART_BYTES, MAX_PART_EVENTS } from './payload-limits.ts';

/** Events of a job that go to the function in one invocation. */
export interface Part {
  /** Where in the job they stand, in order. */
  readonly indexes: readonly number[];
  /** Each as a JSON string. */
  readonly quotedEvents: readonly string[];
}

/**
 * Splits a job's events, in order, into parts that one invocation takes. Where events go to `onBatch`, a part of a full
 * one's length ends with a whole batch.
 */
export function splitJob({ events, program }: Pick<Job, 'events' | 'program'>): readonly Part[] {
  const { maxCount } = program.manifest.batch;
  const maxEvents = Math.max(MAX_PART_EVENTS - (MAX_PART_EVENTS % maxCount), 1);
  const parts: { indexes: number[]; quotedEvents: string[] }[] = [];
  let leftBytes = 0;
  for (const [index, event] of events.entries()) {
    const quoted = JSON.stringify(event);
    const bytes = Buffer.byteLength(quoted) + ','.length;
    let part = parts.at(-1);
    if (part === undefined || bytes > leftBytes || part.indexes.length === maxEvents) {
      part = { indexes: [], quotedEvents: [] };
      parts.push(part);
      leftBytes = MAX_PART_BYTES;
    }
    part.indexes.push(index);
    part.quotedEvents.push(quoted);
    leftBytes -= bytes;
  }
  return parts;
}

/** Each event of a part in a part of its own. */
export function splitPart({ indexes, quotedEvents }: Part): readonly Part[] {
  return indexes.map((index, at) => ({ indexes: [index], quotedEvents: quotedEvents.slice(at, at + 1) }));
}
