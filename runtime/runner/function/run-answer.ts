import { isFailureCode } from '../../contract/failure-codes.ts';
import type { Outcome } from '../../contract/outcome.ts';
import { DELIVERED, failed } from '../../contract/outcome.ts';
import { ParseError } from '../../contract/parse-error.ts';
import type { JsonObject } from '../../contract/shape.ts';
import {
  expectArray,
  expectJson,
  expectNumber,
  expectObject,
  expectString,
  expectVersion,
} from '../../contract/shape.ts';
import type { Ran, RunResult } from '../runner.ts';
import { parseRecording } from './parse-recording.ts';
import { MAX_PAYLOAD_BYTES } from './payload-limits.ts';

/** What the runner's function answers with: a result for each event, in order. */
export interface RunAnswer {
  readonly v: 1;
  readonly results: readonly RunResult[];
}

/** Of the JSON around the results. */
const FRAME_BYTES = 1_024;

/**
 * An answer that Lambda takes. Outcomes always fit; recordings that don't fit any more are left out, the first ones
 * stay.
 */
export function answerWith(
  results: readonly RunResult[],
  { maxBytes = MAX_PAYLOAD_BYTES }: { readonly maxBytes?: number } = {},
): RunAnswer {
  if (!results.some(isRecorded)) return { v: 1, results };
  const bare = results.map(withoutRecording);
  let leftBytes = maxBytes - FRAME_BYTES - jsonBytes(bare);
  const fitting = results.map((result, index) => {
    if (!isRecorded(result)) return result;
    leftBytes -= jsonBytes(result.recording) + '"recording":,'.length;
    return leftBytes >= 0 ? result : (bare[index] ?? result);
  });
  return { v: 1, results: fitting };
}

/**
 * Reads an answer to `count` events. A guest that has broken out of everything may have written it: nothing in it is
 * trusted.
 * @throws ParseError
 */
export function parseRunAnswer(text: string, count: number): readonly RunResult[] {
  const answer = expectObject(expectJson(text, 'answer'), 'answer');
  expectVersion(answer.v, 'v');
  const results = expectArray(answer.results, 'results');
  if (results.length !== count) {
    throw new ParseError('results', `must be ${count}, as many as there were events, are ${results.length}`);
  }
  return results.map((result, index) =>
    parseResult(expectObject(result, `results[${index}]`), `results[${index}]`),
  );
}

function parseResult(result: JsonObject, path: string): RunResult {
  if (result.kind === 'not-started') return { kind: 'not-started' };
  if (result.kind !== 'ran') throw new ParseError(`${path}.kind`, 'must be ran or not-started');
  return {
    kind: 'ran',
    outcome: parseOutcome(expectObject(result.outcome, `${path}.outcome`), `${path}.outcome`),
    durationMs: expectNumber(result.durationMs, `${path}.durationMs`),
    ...(result.recording === undefined
      ? {}
      : {
          recording: parseRecording(expectObject(result.recording, `${path}.recording`), `${path}.recording`),
        }),
  };
}

function parseOutcome(outcome: JsonObject, path: string): Outcome {
  if (outcome.kind === 'delivered') return DELIVERED;
  if (outcome.kind !== 'failed') throw new ParseError(`${path}.kind`, 'must be delivered or failed');
  if (!isFailureCode(outcome.code)) throw new ParseError(`${path}.code`, 'must be a failure code');
  return failed(outcome.code, expectString(outcome.message, `${path}.message`), {
    ...(outcome.retryAfterMs === undefined
      ? {}
      : { retryAfterMs: expectNumber(outcome.retryAfterMs, `${path}.retryAfterMs`) }),
    ...(outcome.childDied === true ? { childDied: true } : {}),
  });
}

function isRecorded(result: RunResult): result is Ran & Required<Pick<Ran, 'recording'>> {
  return result.kind === 'ran' && result.recording !== undefined;
}

function withoutRecording(result: RunResult): RunResult {
  if (result.kind !== 'ran') return result;
  const { outcome, durationMs } = result;
  return { kind: 'ran', outcome, durationMs };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
