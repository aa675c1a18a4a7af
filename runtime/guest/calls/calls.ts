import { batchOutcomes } from './batch-answer.ts';
import { describeFailure } from './describe-error.ts';
import type { Failure } from './describe-error.ts';
import type { Handler, Handlers } from './handlers.ts';
import { nestingOf } from './nesting.ts';
import { post, quote } from '../bridge/outbox.ts';
import {
  apply,
  indexOf,
  parseJson,
  setPrototypeOf,
  sliceString,
  stringifyJson,
} from '../bridge/primordials.ts';

/** Of a returned value's JSON that is kept in a test, in characters. */
const MAX_RETURNED_LENGTH = 64 * 1024;
/** Of the same; whoever reads it may do so by recursion. Events have the same limit. */
const MAX_RETURNED_NESTING = 100;

/** What the calls of one program need to know, set when it is loaded. */
export interface Program {
  readonly handlers: Handlers;
  readonly settingsText: string;
}

/** By the `type` of an event; without a prototype, so that no type finds what objects inherit. */
const HANDLER_OF = setPrototypeOf(
  {
    identify: 'onIdentify',
    track: 'onTrack',
    page: 'onPage',
    screen: 'onScreen',
    group: 'onGroup',
    alias: 'onAlias',
    delete: 'onDelete',
  },
  null,
) as { readonly [type: string]: keyof Handlers };

/** The events whose handlers have not ended. */
let underWay = 0;

export function countUnderWay(): number {
  return underWay;
}

/** Calls the single handler for each line of `text`, which is one event's JSON; `first` numbers them. */
export function callSingly(program: Program, first: number, text: string, isRecorded: boolean): void {
  let number = first;
  for (let from = 0; from <= text.length; number += 1) {
    underWay += 1;
    const lineEnd = indexOf(text, '\n', from);
    const end = lineEnd < 0 ? text.length : lineEnd;
    callHandler(program, number, sliceString(text, from, end), isRecorded);
    from = end + 1;
  }
}

function callHandler(program: Program, number: number, eventText: string, isRecorded: boolean): void {
  let returned: unknown;
  try {
    const event = parseJson(eventText) as { readonly type: string };
    const name = HANDLER_OF[event.type];
    const handler = name === undefined ? undefined : program.handlers[name];
    if (handler === undefined) {
      postFailed(number, {
        code: 'unsupported_event_type',
        message: `${event.type} not supported`,
        retryAfterMs: null,
      });
      return;
    }
    returned = apply(handler, undefined, [event, parseJson(program.settingsText)]);
  } catch (thrown) {
    postFailed(number, describeFailure(thrown));
    return;
  }
  void settle(number, returned, isRecorded);
}

async function settle(number: number, returned: unknown, isRecorded: boolean): Promise<void> {
  try {
    const value = await returned;
    postDelivered(number, isRecorded ? jsonOf(value) : '');
  } catch (thrown) {
    postFailed(number, describeFailure(thrown));
  }
}

interface Batch {
  /** The number of its first event. */
  readonly first: number;
  readonly count: number;
  readonly text: string;
  readonly isRecorded: boolean;
}

/** Whether a delivery that comes alone has a handler of its own, and needn't go to `onBatch`. */
export function hasSingleHandler({ handlers }: Program, eventText: string): boolean {
  try {
    const name = HANDLER_OF[(parseJson(eventText) as { readonly type: string }).type];
    return name !== undefined && handlers[name] !== undefined;
  } catch {
    return false;
  }
}

/** Calls `onBatch` once with the `count` events of `text`, a line each. */
export async function callBatch(program: Program, { first, count, text, isRecorded }: Batch): Promise<void> {
  underWay += count;
  try {
    const onBatch = program.handlers.onBatch as Handler;
    const answer = await apply(onBatch, undefined, [parseLines(text), parseJson(program.settingsText)]);
    const outcomes = batchOutcomes(answer, count);
    const returned = isRecorded ? jsonOf(answer) : '';
    for (let index = 0; index < count; index += 1) {
      const failure = outcomes === null ? null : outcomes[index]!;
      if (failure === null) postDelivered(first + index, returned);
      else postFailed(first + index, failure);
    }
  } catch (thrown) {
    const failure = describeFailure(thrown);
    for (let index = 0; index < count; index += 1) postFailed(first + index, failure);
  }
}

/** One JSON array for all, so that the guest gets an ordinary array without a method being called. */
function parseLines(text: string): unknown {
  let array = '[';
  for (let from = 0; from <= text.length;) {
    const lineEnd = indexOf(text, '\n', from);
    const end = lineEnd < 0 ? text.length : lineEnd;
    array += (from === 0 ? '' : ',') + sliceString(text, from, end);
    from = end + 1;
  }
  return parseJson(`${array}]`);
}

/** The returned value as JSON; or nothing, and a line of the log that says why it doesn't show. */
function jsonOf(value: unknown): string {
  if (value === undefined) return '';
  const json = toJson(value);
  const problem = json === null ? 'it is no JSON' : problemOf(json);
  if (problem === null) return json!;
  post('l', `["warn",${quote(`Cannot show the returned value: ${problem}`)}]`);
  return '';
}

function toJson(value: unknown): string | null {
  try {
    const json: unknown = stringifyJson(value);
    return typeof json === 'string' ? json : null;
  } catch {
    return null;
  }
}

function problemOf(json: string): string | null {
  if (json.length > MAX_RETURNED_LENGTH) {
    return `its JSON has ${json.length} characters, the limit is ${MAX_RETURNED_LENGTH}`;
  }
  const nesting = nestingOf(json);
  if (nesting <= MAX_RETURNED_NESTING) return null;
  return `it is nested ${nesting} levels deep, the limit is ${MAX_RETURNED_NESTING}`;
}

function postDelivered(number: number, returned: string): void {
  underWay -= 1;
  post('d', returned === '' ? `${number}` : `[${number},${returned}]`);
}

function postFailed(number: number, { code, message, retryAfterMs }: Failure): void {
  underWay -= 1;
  post('f', `[${number},${quote(code)},${quote(message)},${retryAfterMs}]`);
}
