import { isArray, stringifyJson } from '../bridge/primordials.ts';
import { defineInterface, readOptions, requireArguments } from '../web/interface.ts';
import { URL } from '../web/url.ts';
import { Body, bodyStateOf, requireUsable } from './body.ts';
import type { BodyState } from './body.ts';
import type { BodyContent } from './body-init.ts';
import { readBodyInit } from './body-init.ts';
import type { HeadersInit } from './headers.ts';
import { copyHeaders, freezeHeaders, Headers, headersFromHost } from './headers.ts';

export interface ResponseInit {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeadersInit;
}

/** An answer as the host tells it. */
export interface HostResponse {
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [string, string])[];
}

const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];
/** https://httpwg.org/specs/rfc9112.html#status.line */
const REASON = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

interface ResponseState {
  readonly type: 'default' | 'basic' | 'error';
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  /** As they came, until somebody looks at them. */
  headers: Headers | HostResponse['headers'];
  readonly body: BodyState;
}

let stateToWrap: ResponseState | null = null;

function wrap(state: ResponseState): Response {
  stateToWrap = state;
  return new Response();
}

/** Not by a method of arrays, which a guest can replace. https://fetch.spec.whatwg.org/#null-body-status */
function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304 || status === 101 || status === 103;
}

/** Makes the answer to a request: a partner may answer with any status and any words. */
export function fromHost(
  { url, redirected, status, statusText, headers }: HostResponse,
  content: BodyContent,
): Response {
  const body = bodyStateOf(hasNoBody(status) ? null : content);
  return wrap({ type: 'basic', url, redirected, status, statusText, headers, body });
}

/** https://fetch.spec.whatwg.org/#response-class */
export class Response extends Body {
  readonly #state: ResponseState;

  constructor(body: unknown = null, init: ResponseInit = {}) {
    const state = stateToWrap ?? readResponse(body, init);
    stateToWrap = null;
    super(state.body);
    this.#state = state;
  }

  get type(): string {
    return this.#state.type;
  }

  get url(): string {
    return this.#state.url;
  }

  get redirected(): boolean {
    return this.#state.redirected;
  }

  get status(): number {
    return this.#state.status;
  }

  get ok(): boolean {
    return this.#state.status >= 200 && this.#state.status <= 299;
  }

  get statusText(): string {
    return this.#state.statusText;
  }

  get headers(): Headers {
    const state = this.#state;
    if (isArray(state.headers)) state.headers = headersFromHost(state.headers as HostResponse['headers']);
    return state.headers as Headers;
  }

  clone(): Response {
    const content = requireUsable(this.#state.body);
    return wrap({ ...this.#state, headers: copyHeaders(this.headers), body: bodyStateOf(content) });
  }

  static json(data: unknown, init: ResponseInit = {}): Response {
    requireArguments(arguments.length, 1, 'Response.json');
    const text = stringifyJson(data) as string | undefined;
    if (text === undefined) throw new TypeError('Cannot make a Response: the data is no JSON');
    return wrap(readResponse(text, init, 'application/json'));
  }

  static error(): Response {
    return wrap({
      ...EMPTY,
      type: 'error',
      status: 0,
      headers: freezeHeaders(new Headers()),
      body: bodyStateOf(null),
    });
  }

  static redirect(url: unknown, status: unknown = 302): Response {
    requireArguments(arguments.length, 1, 'Response.redirect');
    const location = new URL(`${url as string}`).href;
    const code = toShort(status);
    if (!REDIRECT_STATUSES.includes(code)) throw new RangeError(`Cannot redirect with status ${code}`);
    const headers = freezeHeaders(new Headers({ location }));
    return wrap({ ...EMPTY, status: code, headers, body: bodyStateOf(null) });
  }
}

defineInterface('Response', Response, {
  show: ({ status, statusText, headers, body, bodyUsed, ok, redirected, type, url }) => ({
    status,
    statusText,
    headers,
    body,
    bodyUsed,
    ok,
    redirected,
    type,
    url,
  }),
});

const EMPTY = { type: 'default', url: '', redirected: false, statusText: '' } as const;

/** https://fetch.spec.whatwg.org/#initialize-a-response */
function readResponse(
  bodyInit: unknown,
  options: ResponseInit,
  typeOfBody: string | null = null,
): ResponseState {
  const {
    status: statusInit = 200,
    statusText: textInit = '',
    headers: headersInit,
  } = readOptions(options, 'Response()');
  const headers = new Headers(headersInit);
  const status = toShort(statusInit);
  const statusText = `${textInit}`;
  const { content, contentType } = readBodyInit(bodyInit);
  if (status < 200 || status > 599)
    throw new RangeError(`Cannot make a Response: the status must be from 200 to 599, is ${status}`);
  if (!REASON.test(statusText))
    throw new TypeError('Cannot make a Response: the status text holds other characters than HTTP allows');
  if (content !== null && hasNoBody(status))
    throw new TypeError(`Cannot make a Response: status ${status} allows no body`);
  const type = typeOfBody ?? contentType;
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  return { ...EMPTY, status, statusText, headers, body: bodyStateOf(content) };
}

/** https://webidl.spec.whatwg.org/#js-unsigned-short */
function toShort(input: unknown): number {
  const number = Math.trunc(Number(input));
  return Number.isFinite(number) ? ((number % 65_536) + 65_536) % 65_536 : 0;
}
