import type { AbortSignal } from '../web/abort.ts';
import type { BodyContent, BodyInit } from './body.ts';
import { contentOf } from './body.ts';
import { networkError } from './network-error.ts';
import { post, quote } from '../bridge/outbox.ts';
import type { NumberMap } from '../bridge/primordials.ts';
import { fromCharCode, min, NativePromise, NativeTypeError, numberMap } from '../bridge/primordials.ts';
import type { RequestInit } from './request.ts';
import { Request } from './request.ts';
import type { Response } from './response.ts';
import { fromHost } from './response.ts';
import { encodeUtf8 } from '../web/utf8.ts';

/** Of one event; several that run together share the sum. */
const MAX_FETCHES = 50;
const MAX_FETCHES_AT_ONCE = 10;
const MAX_BODY_BYTES = 1024 * 1024;
/** Of a request's method, URL and headers as they cross to the host, whose own limits lie below. */
const MAX_HEAD_LENGTH = 128 * 1024;

interface Pending {
  /** Whether the host was told of it, or it still waits for its turn. */
  isActive: boolean;
  readonly resolve: (response: Response) => void;
  readonly reject: (reason: unknown) => void;
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
  pending = numberMap();
  waiting = numberMap();
  // One by one: to take an array apart calls its iterator, which is the guest's to replace.
  nextTurn = 0;
  turns = 0;
  active = 0;
  fetchesLeft = 0;
  atOnce = 0;
}

/** https://fetch.spec.whatwg.org/#fetch-method; the request itself is made by the host, behind its guard. */
export async function fetch(input: unknown, init?: RequestInit): Promise<Response> {
  // First, so that thousands of calls past the limit cost little; and again, after the guest's code that may be called.
  refusePastLimit();
  const request = new Request(input, init ?? {});
  request.signal?.throwIfAborted();
  const line = describeRequest(request);
  refusePastLimit();
  fetchesLeft -= 1;
  lastId += 1;
  const id = lastId;
  const answer = new NativePromise<Response>((resolve, reject) => {
    pending[id] = { isActive: false, resolve, reject };
  });
  watchSignal(id, request.signal);
  if (active < atOnce) start({ id, line });
  else wait({ id, line });
  return answer;
}

function refusePastLimit(): void {
  if (fetchesLeft > 0) return;
  throw new NativeTypeError(
    atOnce === 0
      ? 'Cannot fetch outside of a handler: no event is under way'
      : `Cannot fetch: the limit is ${MAX_FETCHES} requests an event`,
  );
}

function describeRequest(request: Request): string {
  let headers = '';
  for (const [name, value] of request.headers) {
    headers += `${headers === '' ? '' : ','}[${quote(name)},${quote(value)}]`;
  }
  const head = `${quote(request.method)},${quote(request.url)},[${headers}],${quote(request.redirect)}`;
  if (head.length > MAX_HEAD_LENGTH) {
    throw new NativeTypeError(
      `Cannot fetch: method, URL and headers have more than ${MAX_HEAD_LENGTH} characters`,
    );
  }
  const { encoding, text } = encodeBody(contentOf(request));
  return `${head},${quote(encoding)},${quote(text)}`;
}

/** `none`, `text`, or `latin1`: bytes, each a character. */
function encodeBody(content: BodyContent): { encoding: string; text: string } {
  if (content === null) return { encoding: 'none', text: '' };
  const sizeBytes =
    typeof content === 'string' && content.length > MAX_BODY_BYTES / 3
      ? encodeUtf8(content).length
      : content.length;
  if (sizeBytes > MAX_BODY_BYTES) {
    throw new NativeTypeError(`Cannot fetch: the body is ${sizeBytes} bytes, the limit is ${MAX_BODY_BYTES}`);
  }
  if (typeof content === 'string') return { encoding: 'text', text: content };
  let text = '';
  for (let index = 0; index < content.length; index += 1) text += fromCharCode(content[index]!);
  return { encoding: 'latin1', text };
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

function watchSignal(id: number, signal: AbortSignal | null): void {
  signal?.addEventListener(
    'abort',
    () => {
      const request = take(id);
      if (request === null) return;
      post('a', `${id}`);
      request.reject(signal.reason);
    },
    { once: true },
  );
}

/** Takes a request off the list of those that wait for an answer; its place is free for another. */
function take(id: number): Pending | null {
  const request = pending[id];
  if (request === undefined) return null;
  delete pending[id];
  if (request.isActive) active -= 1;
  while (active < atOnce && nextTurn < turns) {
    const next = waiting[nextTurn]!;
    delete waiting[nextTurn];
    nextTurn += 1;
    if (pending[next.id] !== undefined) start(next);
  }
  return request;
}

/** What the host says of an answer, beside its body. */
export interface AnswerHead {
  readonly id: number;
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly encoding: 'text' | 'latin1';
  readonly body: string;
}

export function answerFetch({
  id,
  url,
  redirected,
  status,
  statusText,
  headers,
  encoding,
  body,
}: AnswerHead): void {
  const request = take(id);
  if (request === null) return;
  try {
    const content: BodyInit = encoding === 'text' ? body : bytesOfLatin1(body);
    const init = { status, statusText, headers: headers as [string, string][] };
    request.resolve(fromHost(content, init, { url, redirected }));
  } catch (error) {
    request.reject(error);
  }
}

export function failFetch(id: number, kind: 'network' | 'refused', message: string): void {
  take(id)?.reject(kind === 'network' ? networkError(message) : new NativeTypeError(message));
}

function bytesOfLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
