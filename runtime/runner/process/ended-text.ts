import type { FailureCode } from '../../contract/failure-codes.ts';
import type { Outcome } from '../../contract/outcome.ts';
import { DELIVERED, failed } from '../../contract/outcome.ts';
import type { Ended } from '../../sandbox/chunk.ts';
import type { Recording } from '../../sandbox/recording.ts';

/** How an event ended, as it crosses the pipe: short for what is delivered, which is nearly all. */
type EndedTuple = [
  index: number,
  durationMs: number,
  code?: FailureCode | 'again' | null,
  message?: string,
  retryAfterMs?: number | null,
  recording?: Recording,
];

export function encodeEnded(ended: readonly Ended[]): string {
  return JSON.stringify(ended.map(toTuple));
}

export function decodeEnded(text: string): readonly Ended[] {
  return (JSON.parse(text) as EndedTuple[]).map(fromTuple);
}

function toTuple({ index, durationMs, outcome, recording }: Ended): EndedTuple {
  if (outcome === 'again') return [index, durationMs, 'again'];
  if (outcome.kind === 'failed') {
    return [
      index,
      durationMs,
      outcome.code,
      outcome.message,
      outcome.retryAfterMs ?? null,
      ...maybe(recording),
    ];
  }
  return recording === undefined ? [index, durationMs] : [index, durationMs, null, '', null, recording];
}

function fromTuple([index, durationMs, code, message, retryAfterMs, recording]: EndedTuple): Ended {
  const outcome: Outcome | 'again' =
    code === 'again'
      ? code
      : code === undefined || code === null
        ? DELIVERED
        : failed(code, message ?? '', typeof retryAfterMs === 'number' ? { retryAfterMs } : {});
  return { index, durationMs, outcome, ...(recording === undefined ? {} : { recording }) };
}

function maybe<T>(value: T | undefined): [T] | [] {
  return value === undefined ? [] : [value];
}
