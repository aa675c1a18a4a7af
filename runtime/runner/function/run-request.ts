import type { Settings } from '../../contract/destination.ts';
import { ParseError } from '../../contract/parse-error.ts';
import {
  expectArray,
  expectNumber,
  expectObject,
  expectString,
  expectVersion,
} from '../../contract/shape.ts';

/** Where a program can be read for a while, and what it must be. */
export interface ProgramLink {
  readonly hash: string;
  readonly url: string;
}

/** A part of a job, as it travels to the runner's function: as JSON, and with one destination's settings. */
export interface RunRequest {
  readonly kind: 'run';
  readonly program: ProgramLink;
  readonly destinationId: string;
  readonly settings: Settings;
  /** Each the JSON text of one event. */
  readonly events: readonly string[];
  /** Nothing starts when they are over, in milliseconds: the clocks of two functions don't agree. */
  readonly leftMs: number;
  readonly alone: boolean;
  readonly record: boolean;
  readonly asArray: boolean;
}

/** Asks whether the function runs at all. */
interface PingRequest {
  readonly kind: 'ping';
}

const VERSION = 1;
export const PING_TEXT = JSON.stringify({ v: VERSION, kind: 'ping' } satisfies PingRequest & { v: 1 });

/** @param quotedEvents the events as JSON strings: they are escaped once, when a job is split */
export function encodeRunRequest(
  request: Omit<RunRequest, 'kind' | 'events'>,
  quotedEvents: readonly string[],
): string {
  const head = JSON.stringify({ v: VERSION, kind: 'run', ...request });
  return `${head.slice(0, -1)},"events":[${quotedEvents.join(',')}]}`;
}

/** @throws ParseError */
export function parseRunRequest(input: unknown): RunRequest | PingRequest {
  const request = expectObject(input, 'request');
  expectVersion(request.v, 'v');
  if (request.kind === 'ping') return { kind: 'ping' };
  if (request.kind !== 'run') throw new ParseError('kind', 'must be run or ping');
  const program = expectObject(request.program, 'program');
  return {
    kind: 'run',
    program: {
      hash: expectString(program.hash, 'program.hash'),
      url: expectString(program.url, 'program.url'),
    },
    destinationId: expectString(request.destinationId, 'destinationId'),
    settings: expectObject(request.settings, 'settings'),
    events: expectArray(request.events, 'events').map((event, index) =>
      expectString(event, `events[${index}]`),
    ),
    leftMs: expectNumber(request.leftMs, 'leftMs'),
    alone: request.alone === true,
    record: request.record === true,
    asArray: request.asArray === true,
  };
}
