import type { AbortSignal } from '../web/abort.ts';
import { isAbortSignal } from '../web/abort.ts';
import { isByteStream } from '../web/byte-stream.ts';
import { HTTP_TOKEN } from '../web/http-token.ts';
import { readOptions } from '../web/interface.ts';
import type { BodyState } from './body.ts';
import { bodyStateOf, takeBody } from './body.ts';
import type { BodyInit } from './body-init.ts';
import { readBodyInit } from './body-init.ts';
import type { HeadersInit } from './headers.ts';
import { copyHeaders, Headers } from './headers.ts';
import type { RequestMembers } from './request-members.ts';
import { readMembers } from './request-members.ts';
import { parseRequestUrl } from './request-url.ts';

/** https://fetch.spec.whatwg.org/#requestinit; each member may be anything, as authors write it. */
export interface RequestInit extends Partial<RequestMembers> {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyInit;
  readonly redirect?: RequestRedirect;
  readonly signal?: AbortSignal | null;
  readonly duplex?: 'half';
  readonly window?: null;
  /** Not of the standard, but of node-fetch: in milliseconds, 0 for none. */
  readonly timeout?: number;
}

export type RequestRedirect = 'follow' | 'manual' | 'error';

/** What is to be sent. */
export interface RequestState {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly redirect: RequestRedirect;
  /** What the author gave; the request's own follows it. */
  readonly signal: AbortSignal | null;
  /** How long to wait for the answer; 0 for as long as there is. */
  readonly timeoutMs: number;
  readonly members: RequestMembers;
  readonly body: BodyState;
}

const REDIRECTS: readonly string[] = ['follow', 'manual', 'error'];
/** Written in upper case whatever the author's case, https://fetch.spec.whatwg.org/#concept-method-normalize */
const NORMALIZED = /^(?:delete|get|head|options|post|put)$/i;
const FORBIDDEN = /^(?:connect|trace|track)$/i;

/**
 * Reads what `fetch` and `new Request` are given. https://fetch.spec.whatwg.org/#dom-request
 * @param base what `input` is to send, where it is a Request; its body is taken unless there is another
 * @throws TypeError for what can't be sent
 */
export function readRequest(input: unknown, options: unknown, base: RequestState | null): RequestState {
  const init: RequestInit = readOptions(options as RequestInit | undefined, 'fetch');
  const { window, method, headers, body, redirect, signal, duplex, timeout } = init;
  if (window !== undefined && window !== null)
    throw new TypeError('Cannot fetch with a window: it must be null');
  const url = base === null ? parseRequestUrl(input) : base.url;
  const state = {
    url,
    method: method === undefined ? (base?.method ?? 'GET') : parseMethod(method),
    redirect: redirect === undefined ? (base?.redirect ?? 'follow') : parseRedirect(redirect),
    signal: signal === undefined ? (base?.signal ?? null) : parseSignal(signal),
    timeoutMs: timeout === undefined ? (base?.timeoutMs ?? 0) : parseTimeout(timeout),
    headers: headers === undefined && base !== null ? copyHeaders(base.headers) : new Headers(headers),
  };
  const members = readMembers(init, base?.members, state.method);
  const isGiven = body !== undefined && body !== null;
  if (
    (isGiven || (base !== null && base.body.content !== null)) &&
    (state.method === 'GET' || state.method === 'HEAD')
  )
    throw new TypeError(`Request with ${state.method} method cannot have body`);
  checkDuplex(duplex, body);
  if (!isGiven) return { ...state, members, body: bodyStateOf(base === null ? null : takeBody(base.body)) };
  const { content, contentType } = readBodyInit(body);
  if (contentType !== null && !state.headers.has('content-type'))
    state.headers.set('content-type', contentType);
  return { ...state, members, body: bodyStateOf(content) };
}

function parseMethod(input: unknown): string {
  const method = `${input as string}`;
  if (!HTTP_TOKEN.test(method) || FORBIDDEN.test(method)) {
    throw new TypeError(`Cannot fetch with the method "${method.slice(0, 20)}"`);
  }
  return NORMALIZED.test(method) ? method.toUpperCase() : method;
}

function parseRedirect(input: unknown): RequestRedirect {
  const redirect = `${input as string}`;
  if (!REDIRECTS.includes(redirect))
    throw new TypeError(`Cannot fetch with redirect "${redirect.slice(0, 20)}": use follow, manual or error`);
  return redirect as RequestRedirect;
}

function parseSignal(input: unknown): AbortSignal | null {
  if (input === null || isAbortSignal(input)) return input;
  throw new TypeError('Cannot fetch with this signal: it is no AbortSignal');
}

/** Anything that is no number of milliseconds sets no limit, as in node-fetch. */
function parseTimeout(input: unknown): number {
  const ms = Math.trunc(Number(input));
  return ms > 0 ? ms : 0;
}

/** One that is still to be read must be sent so, says the standard; ours are read when they are sent. */
function checkDuplex(duplex: unknown, body: unknown): void {
  if (duplex !== undefined && duplex !== 'half')
    throw new TypeError('Cannot fetch with this duplex: it must be "half"');
  if (duplex === undefined && isByteStream(body))
    throw new TypeError('Cannot fetch with a stream as its body: that needs the option duplex: "half"');
}
