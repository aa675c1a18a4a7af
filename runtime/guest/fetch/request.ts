import type { AbortSignal } from '../web/abort.ts';
import { makeSignal } from '../web/abort.ts';
import { defineInterface, requireArguments } from '../web/interface.ts';
import { Body, bodyStateOf, requireUsable } from './body.ts';
import { copyHeaders } from './headers.ts';
import type { Headers } from './headers.ts';
import type { RequestInit, RequestRedirect, RequestState } from './read-request.ts';
import { readRequest } from './read-request.ts';

/** What a request is to send; `null` for what is no Request. Not on the class: a guest sees the standard's members alone. */
export let stateOfRequest: (input: unknown) => RequestState | null;

let stateToWrap: RequestState | null = null;

/** A request with this state. */
function wrap(state: RequestState): Request {
  stateToWrap = state;
  return new Request('');
}

/** https://fetch.spec.whatwg.org/#request-class */
export class Request extends Body {
  readonly #state: RequestState;
  #signal: AbortSignal | null = null;

  constructor(input: unknown, init: RequestInit = {}) {
    requireArguments(arguments.length, 1, 'Request()');
    const state = stateToWrap ?? readRequest(input, init, stateOfRequest(input));
    stateToWrap = null;
    super(state.body);
    this.#state = state;
  }

  get method(): string {
    return this.#state.method;
  }

  get url(): string {
    return this.#state.url;
  }

  get headers(): Headers {
    return this.#state.headers;
  }

  get destination(): string {
    return this.#fixed('');
  }

  get referrer(): string {
    return this.#state.members.referrer;
  }

  get referrerPolicy(): string {
    return this.#state.members.referrerPolicy;
  }

  get mode(): string {
    return this.#state.members.mode;
  }

  get credentials(): string {
    return this.#state.members.credentials;
  }

  get cache(): string {
    return this.#state.members.cache;
  }

  get redirect(): RequestRedirect {
    return this.#state.redirect;
  }

  get integrity(): string {
    return this.#state.members.integrity;
  }

  get keepalive(): boolean {
    return this.#state.members.keepalive;
  }

  get isReloadNavigation(): boolean {
    return this.#fixed(false);
  }

  get isHistoryNavigation(): boolean {
    return this.#fixed(false);
  }

  get duplex(): string {
    return this.#fixed('half');
  }

  /** Made when somebody asks for it, which few do. */
  get signal(): AbortSignal {
    this.#signal ??= makeSignal(this.#state.signal);
    return this.#signal;
  }

  clone(): Request {
    const { headers, body } = this.#state;
    const content = requireUsable(body);
    return wrap({ ...this.#state, headers: copyHeaders(headers), body: bodyStateOf(content) });
  }

  /** The same for all; but for what is no Request, an error. */
  #fixed<T>(value: T): T {
    return value;
  }

  static {
    stateOfRequest = (input) =>
      typeof input === 'object' && input !== null && #state in input ? input.#state : null;
  }
}

defineInterface('Request', Request, {
  show: ({ method, url, headers, redirect, signal }) => ({ method, url, headers, redirect, signal }),
});
