import { ParseError } from './parse-error.ts';
import { expectObject, kindOf } from './shape.ts';
import { escapeForSqs } from './sqs-text.ts';

/** The calls of the Segment Spec, https://segment.com/docs/connections/spec/ */
export const EVENT_TYPES = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'delete'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** One call of the Spec as the producer sent it; whatever else it holds is passed on unchanged. */
export interface SpecEvent {
  readonly type: EventType;
  readonly messageId: string;
  readonly [member: string]: unknown;
}

/** Of an event's JSON text in UTF-8, as SQS carries it; Segment's own limit. */
export const MAX_EVENT_BYTES = 32 * 1024;
/** Objects and arrays within each other; a guest that walks an event recursively is safe up to here. */
const MAX_EVENT_DEPTH = 100;
/** Of a `messageId`, in characters: it is part of keys and log lines. */
const MAX_MESSAGE_ID_LENGTH = 256;

/**
 * Checks that `input` is an event: an object with a known `type`, not too deep, not too large.
 * An event without a `messageId` gets `fallbackMessageId`.
 *
 * @throws ParseError that says what is wrong, and where.
 */
export function parseEvent(
  input: unknown,
  { path = '', fallbackMessageId }: { readonly path?: string; readonly fallbackMessageId: string },
): SpecEvent {
  const event = expectObject(input, path || 'event');
  const type = parseType(event.type, at(path, 'type'));
  const messageId = parseMessageId(event.messageId ?? fallbackMessageId, at(path, 'messageId'));
  if (isDeeperThan(event, MAX_EVENT_DEPTH)) {
    throw new ParseError(path, `event is nested deeper than ${MAX_EVENT_DEPTH} levels`);
  }
  const sizeBytes = Buffer.byteLength(escapeForSqs(JSON.stringify(event)));
  if (sizeBytes > MAX_EVENT_BYTES) {
    throw new ParseError(path, `event is ${sizeBytes} bytes, the limit is ${MAX_EVENT_BYTES}`);
  }
  return { ...event, type, messageId };
}

function at(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}

function parseType(type: unknown, path: string): EventType {
  if (type === undefined || type === null) {
    throw new ParseError(path, `is missing, must be one of ${EVENT_TYPES.join(', ')}`);
  }
  const known = EVENT_TYPES.find((each) => each === type);
  if (known === undefined) throw new ParseError(path, `is not one of ${EVENT_TYPES.join(', ')}`);
  return known;
}

function parseMessageId(messageId: unknown, path: string): string {
  if (typeof messageId !== 'string') throw new ParseError(path, `must be a string, is ${kindOf(messageId)}`);
  if (messageId === '' || messageId.length > MAX_MESSAGE_ID_LENGTH) {
    throw new ParseError(path, `must have 1 to ${MAX_MESSAGE_ID_LENGTH} characters, has ${messageId.length}`);
  }
  return messageId;
}

/** Walks level by level instead of recursing: what it guards against is what would overflow the stack. */
function isDeeperThan(value: unknown, maxDepth: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const containers = level.filter((each) => typeof each === 'object' && each !== null);
    if (containers.length > 0 && depth >= maxDepth) return true;
    level = containers.flatMap((each) => Object.values(each));
  }
  return false;
}
