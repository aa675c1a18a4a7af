import type { BodyInit } from './body.ts';
import { Body, contentOf, readBodyInit } from './body.ts';
import type { HeadersInit } from './headers.ts';
import { Headers } from './headers.ts';
import { URL } from '../web/url.ts';

export interface ResponseInit {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeadersInit;
}

const NULL_BODY_STATUSES: readonly number[] = [204, 205, 304];
const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];
/** https://httpwg.org/specs/rfc9112.html#status.line */
const REASON = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** Makes the answer to a request. Not on the class: a guest can't make one that claims a URL. */
export let fromHost: (
  body: BodyInit,
  init: Required<ResponseInit>,
  hop: { readonly url: string; readonly redirected: boolean },
) => Response;

/** https://fetch.spec.whatwg.org/#response-class */
export class Response extends Body {
  #status: number;
  #statusText: string;
  #headers: Headers;
  #url = '';
  #redirected = false;
  #type = 'default';

  constructor(body?: BodyInit, { status = 200, statusText = '', headers }: ResponseInit = {}) {
    const { content, contentType } = readBodyInit(body);
    super(content);
    this.#status = parseStatus(status);
    if (content !== null && NULL_BODY_STATUSES.includes(this.#status)) {
      throw new TypeError(`Cannot make a Response: status ${this.#status} allows no body`);
    }
    this.#statusText = `${statusText}`;
    if (!REASON.test(this.#statusText)) {
      throw new TypeError('Cannot make a Response: the status text holds other characters than HTTP allows');
    }
    this.#headers = new Headers(headers);
    if (contentType !== null && !this.#headers.has('content-type'))
      this.#headers.set('content-type', contentType);
  }

  get status(): number {
    return this.#status;
  }

  get statusText(): string {
    return this.#statusText;
  }

  get headers(): Headers {
    return this.#headers;
  }

  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }

  get url(): string {
    return this.#url;
  }

  get redirected(): boolean {
    return this.#redirected;
  }

  get type(): string {
    return this.#type;
  }

  clone(): Response {
    const copy = new Response(contentOf(this));
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#headers = new Headers(this.#headers);
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    copy.#type = this.#type;
    return copy;
  }

  static json(data: unknown, init: ResponseInit = {}): Response {
    const text = JSON.stringify(data) as string | undefined;
    if (text === undefined) throw new TypeError('Cannot make a Response: the data is no JSON');
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(text, { ...init, headers });
  }

  static error(): Response {
    const response = new Response();
    response.#status = 0;
    response.#type = 'error';
    return response;
  }

  static redirect(url: unknown, status = 302): Response {
    if (!REDIRECT_STATUSES.includes(status)) throw new RangeError(`Cannot redirect with status ${status}`);
    return new Response(null, { status, headers: { location: new URL(`${url as string}`).href } });
  }

  static {
    // A partner may answer with any status and any words.
    fromHost = (body, { status, statusText, headers }, { url, redirected }) => {
      const response = new Response(NULL_BODY_STATUSES.includes(status) ? null : body);
      response.#status = status;
      response.#statusText = statusText;
      response.#headers = new Headers(headers);
      response.#url = url;
      response.#redirected = redirected;
      response.#type = 'basic';
      return response;
    };
  }
}

function parseStatus(input: unknown): number {
  const status = Math.trunc(Number(input));
  if (status >= 200 && status <= 599) return status;
  throw new RangeError(`Cannot make a Response: the status must be from 200 to 599, is ${status}`);
}
