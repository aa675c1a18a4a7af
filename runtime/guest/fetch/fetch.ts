import type { AbortSignal } from '../web/abort.ts';
import { offAbort, onAbort } from '../web/abort.ts';
import { clearTimeout, setTimeout } from '../web/timers.ts';
import { bytesOfLatin1 } from '../bridge/latin1.ts';
import { networkError } from './network-error.ts';
import { post } from '../bridge/outbox.ts';
import type { NumberMap } from '../bridge/primordials.ts';
import { min, NativePromise, NativeTypeError, numberMap } from '../bridge/primordials.ts';
import { readRequest } from './read-request.ts';
import { stateOfRequest } from './request.ts';
import { describeRequest } from './request-line.ts';
import type { HostResponse, Response } from './response.ts';
import { fromHost } from './response.ts';
import { signInByUrl } from './sign-in-by-url.ts';

/** Of one event; several that run together share the sum. */
const MAX_FETCHES = 50;
const MAX_FETCHES_AT_ONCE = 10;

interface Pending {
  /** Whether the host was told of it, or it still waits for its turn. */
  isActive: boolean;
  readonly resolve: (response: Response) => void;
  readonly reject: (reason: unknown) => void;
  readonly signal: AbortSignal | null;
  readonly abort: () => void;
  /** Of its timeout; 0 where it has none. */
  timer: number;
}

interface Waiting {
  readonly id: number;
  readonly line: string;
}

let pending: NumberMap<Pending> = numberMap();
/** In the order of their turns: from `nextTurn` up to `turns`, not including it. */
let waiting: NumberMap<Waiting> = numberMap();
let nextTurn = 0;
let turns = 0;
let active = 0;
let lastId = 0;
let fetchesLeft = 0;
let atOnce = 0;
let isLimitTold = false;

/** Lets `count` events more make their requests. */
export function allowFetches(count: number): void {
  fetchesLeft += count * MAX_FETCHES;
  atOnce += count * MAX_FETCHES_AT_ONCE;
}

/** Takes back what events that have ended left over; `count` are under way. */
export function limitFetches(count: number): void {
  fetchesLeft = min(fetchesLeft, count * MAX_FETCHES);
  atOnce = min(atOnce, count * MAX_FETCHES_AT_ONCE);
}

/** Forgets every request: the attempts that made them are over, and their answers reach nobody. */
export function forgetFetches(): void {
  for (const id in pending) unwatch(pending[id]!);
  pending = numberMap();
  waiting = numberMap();
  // One by one: to take an array apart calls its iterator, which is the guest's to replace.
  nextTurn = 0;
  turns = 0;
  active = 0;
  fetchesLeft = 0;
  atOnce = 0;
  isLimitTold = false;
}

/** https://fetch.spec.whatwg.org/#fetch-method; the request itself is made by the host, behind its guard. */
export async function fetch(input: unknown, init: unknown = undefined): Promise<Response> {
  // First, so that thousands of calls past the limit cost little; and again, after the guest's code that may be called.
  refusePastLimit();
  if (arguments.length === 0) throw new NativeTypeError('Cannot fetch: no URL is given');
  const asked = signInByUrl({ input, init });
  const state = readRequest(asked.input, asked.init, stateOfRequest(input));
  const { signal, timeoutMs } = state;
  if (signal !== null && signal.aborted) throw signal.reason;
  const line = describeRequest(state);
  refusePastLimit();
  fetchesLeft -= 1;
  lastId += 1;
  const id = lastId;
  const answer = new NativePromise<Response>((resolve, reject) => {
    pending[id] = { isActive: false, resolve, reject, signal, abort: () => abortFetch(id), timer: 0 };
  });
  if (timeoutMs > 0) pending[id]!.timer = setTimeout(() => timeOut(id, timeoutMs), timeoutMs);
  if (signal !== null) onAbort(signal, pending[id]!.abort);
  if (active < atOnce) start({ id, line });
  else wait({ id, line });
  return answer;
}

/** Tells the host of it: where several events share the sum, one that made few requests may be the one refused. */
function refusePastLimit(): void {
  if (fetchesLeft > 0) return;
  if (atOnce > 0 && !isLimitTold) {
    isLimitTold = true;
    post('o', '');
  }
  throw new NativeTypeError(
    atOnce === 0
      ? 'Cannot fetch outside of a handler: no event is under way'
      : `Cannot fetch: the limit is ${MAX_FETCHES} requests an event`,
  );
}

function wait(request: Waiting): void {
  waiting[turns] = request;
  turns += 1;
}

function start({ id, line }: Waiting): void {
  pending[id]!.isActive = true;
  active += 1;
  post('q', `[${id},${line}]`);
}

function abortFetch(id: number): void {
  const request = giveUp(id);
  request?.reject(request.signal?.reason);
}

function timeOut(id: number, timeoutMs: number): void {
  giveUp(id)?.reject(networkError(`Cannot fetch: no answer came within ${timeoutMs} ms`));
}

/** Takes a request off, and tells the host to end it. */
function giveUp(id: number): Pending | null {
  const request = take(id);
  if (request !== null && request.isActive) post('a', `${id}`);
  return request;
}

/** Takes a request off the list of those that wait for an answer; its place is free for another. */
function take(id: number): Pending | null {
  const request = pending[id];
  if (request === undefined) return null;
  delete pending[id];
  unwatch(request);
  if (request.isActive) active -= 1;
  while (active < atOnce && nextTurn < turns) {
    const next = waiting[nextTurn]!;
    delete waiting[nextTurn];
    nextTurn += 1;
    if (pending[next.id] !== undefined) start(next);
  }
  return request;
}

/** A signal may outlive its requests by far, and would keep each; a timer would keep the attempt's time. */
function unwatch({ signal, abort, timer }: Pending): void {
  if (signal !== null) offAbort(signal, abort);
  if (timer !== 0) clearTimeout(timer);
}

/** What the host says of an answer, beside its body. */
export interface AnswerHead extends HostResponse {
  readonly id: number;
  readonly encoding: 'text' | 'latin1';
  readonly body: string;
}

export function answerFetch(answer: AnswerHead): void {
  const request = take(answer.id);
  if (request === null) return;
  const { encoding, body } = answer;
  try {
    request.resolve(fromHost(answer, encoding === 'text' ? body : bytesOfLatin1(body)));
  } catch (error) {
    // A guest can have put a class of its own above ours.
    request.reject(error);
  }
}

export function failFetch(id: number, kind: 'network' | 'refused', message: string): void {
  take(id)?.reject(kind === 'network' ? networkError(message) : new NativeTypeError(message));
}
