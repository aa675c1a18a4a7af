import { AbortSignal } from '../web/abort.ts';
import type { BodyInit } from './body.ts';
import { Body, contentOf, readBodyInit } from './body.ts';
import type { HeadersInit } from './headers.ts';
import { Headers } from './headers.ts';
import { URL } from '../web/url.ts';

export interface RequestInit {
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: BodyInit;
  readonly redirect?: RequestRedirect;
  readonly signal?: AbortSignal | null;
}

export type RequestRedirect = 'follow' | 'manual' | 'error';

/** The host's own limit; the parser would take a list of all its characters. */
const MAX_URL_LENGTH = 16 * 1024;
const REDIRECTS: readonly string[] = ['follow', 'manual', 'error'];
/** Written in upper case whatever the author's case, https://fetch.spec.whatwg.org/#concept-method-normalize */
const NORMALIZED = /^(?:delete|get|head|options|post|put)$/i;
const FORBIDDEN = /^(?:connect|trace|track)$/i;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** https://fetch.spec.whatwg.org/#request-class */
export class Request extends Body {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly redirect: RequestRedirect;
  readonly signal: AbortSignal | null;

  constructor(input: unknown, init: RequestInit = {}) {
    const base = input instanceof Request ? input : null;
    const hasBody = init.body !== undefined && init.body !== null;
    const read = hasBody
      ? readBodyInit(init.body)
      : { content: base === null ? null : contentOf(base), contentType: null };
    super(read.content);
    this.url = base === null ? parseUrl(input) : base.url;
    this.method = parseMethod(init.method ?? base?.method ?? 'GET');
    this.headers = new Headers(init.headers ?? base?.headers);
    this.redirect = parseRedirect(init.redirect ?? base?.redirect ?? 'follow');
    this.signal = parseSignal(init.signal === undefined ? (base?.signal ?? null) : init.signal);
    if (read.content !== null && (this.method === 'GET' || this.method === 'HEAD')) {
      throw new TypeError(`Request with ${this.method} method cannot have body`);
    }
    if (read.contentType !== null && !this.headers.has('content-type')) {
      this.headers.set('content-type', read.contentType);
    }
  }

  clone(): Request {
    contentOf(this);
    return new Request(this);
  }
}

function parseUrl(input: unknown): string {
  const text = `${input as string}`;
  if (text.length > MAX_URL_LENGTH) {
    throw new TypeError(`Cannot fetch a URL of ${text.length} characters: the limit is ${MAX_URL_LENGTH}`);
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new TypeError(
      'Cannot fetch a URL that includes credentials: put them into the Authorization header',
    );
  }
  return url.href;
}

function parseMethod(input: unknown): string {
  const method = `${input as string}`;
  if (!TOKEN.test(method) || FORBIDDEN.test(method)) {
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
  if (input === null || input instanceof AbortSignal) return input;
  throw new TypeError('Cannot fetch with this signal: it is no AbortSignal');
}
