import type { BodyInit } from './body.ts';
import { Body, contentOf, readBodyInit } from './body.ts';
import type { HeadersInit } from './headers.ts';
import { Headers } from './headers.ts';
import { URL } from './url.ts';

export interface ResponseInit {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: HeadersInit;
}

const NULL_BODY_STATUSES: readonly number[] = [204, 205, 304];
const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];

/** Makes the answer to a request. Not on the class: a guest can't make one that claims a URL. */
export let fromHost: (
  body: BodyInit,
  init: Required<ResponseInit>,
  hop: { readonly url: string; readonly redirected: boolean },
) => Response;

/** https://fetch.spec.whatwg.org/#response-class */
export class Response extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  #url = '';
  #redirected = false;
  #type = 'default';

  constructor(body?: BodyInit, { status = 200, statusText = '', headers }: ResponseInit = {}) {
    const { content, contentType } = readBodyInit(body);
    super(content);
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new RangeError(`Cannot make a Response: the status must be from 200 to 599, is ${status}`);
    }
    if (content !== null && NULL_BODY_STATUSES.includes(status)) {
      throw new TypeError(`Cannot make a Response: status ${status} allows no body`);
    }
    this.status = status;
    this.statusText = `${statusText}`;
    this.headers = new Headers(headers);
    if (contentType !== null && !this.headers.has('content-type'))
      this.headers.set('content-type', contentType);
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
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
    const { status, statusText, headers } = this;
    const copy = new Response(contentOf(this), { status, statusText, headers });
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    copy.#type = this.#type;
    return copy;
  }

  static json(data: unknown, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(data), { ...init, headers });
  }

  static error(): Response {
    const response = new Response();
    Object.defineProperty(response, 'status', { value: 0 });
    response.#type = 'error';
    return response;
  }

  static redirect(url: unknown, status = 302): Response {
    if (!REDIRECT_STATUSES.includes(status)) throw new RangeError(`Cannot redirect with status ${status}`);
    return new Response(null, { status, headers: { location: new URL(`${url as string}`).href } });
  }

  static {
    fromHost = (body, init, { url, redirected }) => {
      const isBodiless = NULL_BODY_STATUSES.includes(init.status);
      const response = new Response(isBodiless ? null : body, init);
      if (!new Headers(init.headers).has('content-type')) response.headers.delete('content-type');
      response.#url = url;
      response.#redirected = redirected;
      response.#type = 'basic';
      return response;
    };
  }
}
