import { isObject, kindOf } from '../../runtime/contract/shape.ts';
import { escapeForSqs } from '../../runtime/contract/sqs-text.ts';
import { MAX_REQUEST_BYTES } from '../../runtime/queues/pack-requests.ts';

/** The bodies of messages for the events queue, or everything that keeps the input from becoming some. */
export type ParsedEvents =
  | { readonly kind: 'parsed'; readonly bodies: readonly string[]; readonly events: number }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

interface Item {
  /** Where it stands, for messages: `line 3`, `event 2`, or nothing for the whole input. */
  readonly place: string;
  readonly value: unknown;
}

/**
 * Reads events as people keep them: one JSON object, an array of them, an envelope `{ "batch": [...] }`, or any of
 * the first and third a line (NDJSON). Each becomes a message of its own.
 *
 * @param writeKey for those that name none; `null` when there is none to give
 */
export function parseEvents(text: string, writeKey: string | null): ParsedEvents {
  const items = readItems(text);
  if (items.length === 0) return { kind: 'refused', problems: ['it holds no events'] };
  const bodies: string[] = [];
  const problems: string[] = [];
  let events = 0;
  for (const { place, value } of items) {
    const body = toBody(value, writeKey);
    if ('problem' in body) problems.push(place === '' ? body.problem : `${place}: ${body.problem}`);
    else {
      bodies.push(body.text);
      events += body.events;
    }
  }
  return problems.length === 0 ? { kind: 'parsed', bodies, events } : { kind: 'refused', problems };
}

/** A whole document, or what each line holds. */
function readItems(text: string): readonly Item[] {
  const whole = readJson(text);
  if (whole !== NOT_JSON) {
    return Array.isArray(whole)
      ? whole.map((value: unknown, index) => ({ place: `event ${index + 1}`, value }))
      : [{ place: '', value: whole }];
  }
  return text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), place: `line ${index + 1}` }))
    .filter(({ line }) => line !== '')
    .map(({ line, place }) => ({ place, value: readJson(line) }));
}

const NOT_JSON = Symbol('not JSON');

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

type Body = { readonly text: string; readonly events: number } | { readonly problem: string };

function toBody(value: unknown, writeKey: string | null): Body {
  if (value === NOT_JSON) return { problem: 'is not JSON' };
  if (!isObject(value)) return { problem: `must be an object, is ${kindOf(value)}` };
  if (value.batch !== undefined && !Array.isArray(value.batch)) {
    return { problem: `batch: must be an array, is ${kindOf(value.batch)}` };
  }
  if ((value.writeKey ?? writeKey) === null) {
    return { problem: 'writeKey is missing, put it there or give it with --write-key' };
  }
  const text = escapeForSqs(JSON.stringify(writeKey === null ? value : { writeKey, ...value }));
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > MAX_REQUEST_BYTES) {
    return { problem: `is ${sizeBytes} bytes, the limit of a message is ${MAX_REQUEST_BYTES}` };
  }
  return { text, events: Array.isArray(value.batch) ? value.batch.length : 1 };
}
