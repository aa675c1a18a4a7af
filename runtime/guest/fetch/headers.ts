import { HTTP_TOKEN } from '../web/http-token.ts';
import { defineInterface, requireArguments } from '../web/interface.ts';
import type { PairIterable } from './pair-iterator.ts';
import { makePairIterable } from './pair-iterator.ts';

// oxlint-disable-next-line no-control-regex
const BAD_VALUE = /[\u0000\r\n]|[^\u0000-\u00ff]/;

type Pair = readonly [name: string, value: string];

export type HeadersInit = Headers | Iterable<readonly [string, string]> | { readonly [name: string]: string };

/** Headers as they came from the host, which nobody may change: their names are in lower case. */
export let headersFromHost: (pairs: readonly Pair[]) => Headers;
/** From here on nobody may change them. */
export let freezeHeaders: (headers: Headers) => Headers;
/** A copy that may be changed where the original may. */
export let copyHeaders: (headers: Headers) => Headers;
/** Each name once and in lower case, cookies apart, in any order. */
export let listHeaders: (headers: Headers) => readonly Pair[];

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- makePairIterable() adds them
export interface Headers extends PairIterable<string> {}

/** https://fetch.spec.whatwg.org/#headers-class */
export class Headers {
  /** By lower-case name, the values of a name joined. */
  #values = new Map<string, string>();
  #cookies: string[] | null = null;
  #sorted: readonly Pair[] | null = null;
  #isImmutable = false;

  constructor(init: unknown = undefined) {
    if (init !== undefined) this.#fill(init);
  }

  append(name: unknown, value: unknown): void {
    requireArguments(arguments.length, 2, 'Headers.append');
    const [key, text] = [normalName(name), normalValue(value)];
    this.#change();
    if (key === 'set-cookie') {
      (this.#cookies ??= []).push(text);
      return;
    }
    const before = this.#values.get(key);
    this.#values.set(key, before === undefined ? text : `${before}${key === 'cookie' ? '; ' : ', '}${text}`);
  }

  delete(name: unknown): void {
    requireArguments(arguments.length, 1, 'Headers.delete');
    const key = normalName(name);
    this.#change();
    if (key === 'set-cookie') this.#cookies = null;
    else this.#values.delete(key);
  }

  get(name: unknown): string | null {
    requireArguments(arguments.length, 1, 'Headers.get');
    const key = normalName(name);
    return (key === 'set-cookie' ? this.#cookies?.join(', ') : this.#values.get(key)) ?? null;
  }

  has(name: unknown): boolean {
    requireArguments(arguments.length, 1, 'Headers.has');
    const key = normalName(name);
    return key === 'set-cookie' ? this.#cookies !== null : this.#values.has(key);
  }

  set(name: unknown, value: unknown): void {
    requireArguments(arguments.length, 2, 'Headers.set');
    const [key, text] = [normalName(name), normalValue(value)];
    this.#change();
    if (key === 'set-cookie') this.#cookies = [text];
    else this.#values.set(key, text);
  }

  getSetCookie(): string[] {
    return [...(this.#cookies ?? [])];
  }

  /** Not of the standard, but of node-fetch: by name, all values of each. */
  raw(): { [name: string]: string[] } {
    const values: { [name: string]: string[] } = {};
    for (const [name, value] of this.#values) values[name] = [value];
    if (this.#cookies !== null) values['set-cookie'] = this.getSetCookie();
    return values;
  }

  #change(): void {
    if (this.#isImmutable) throw new TypeError('Cannot change these headers: they are immutable');
    this.#sorted = null;
  }

  #fill(init: unknown): void {
    if ((typeof init !== 'object' && typeof init !== 'function') || init === null)
      throw new TypeError('Cannot make Headers: the argument is neither pairs nor an object');
    const iterate = (init as { readonly [Symbol.iterator]?: unknown })[Symbol.iterator];
    if (iterate === undefined || iterate === null) {
      for (const name of Object.keys(init)) this.append(name, (init as Record<string, unknown>)[name]);
      return;
    }
    for (const pair of init as Iterable<unknown>) {
      if (typeof pair !== 'object' || pair === null) throw notPairs();
      const [name, value, ...more] = pair as Iterable<unknown>;
      if (value === undefined || more.length > 0) throw notPairs();
      this.append(name, value);
    }
  }

  #pairs(): Pair[] {
    const pairs: Pair[] = [...this.#values];
    for (const cookie of this.#cookies ?? []) pairs.push(['set-cookie', cookie]);
    return pairs;
  }

  static {
    headersFromHost = (pairs) => {
      const headers = new Headers();
      for (const [name, value] of pairs) headers.append(name, value);
      return freezeHeaders(headers);
    };
    freezeHeaders = (headers) => {
      headers.#isImmutable = true;
      return headers;
    };
    copyHeaders = (headers) => {
      const copy = new Headers();
      copy.#values = new Map(headers.#values);
      copy.#cookies = headers.#cookies?.slice() ?? null;
      copy.#isImmutable = headers.#isImmutable;
      return copy;
    };
    listHeaders = (headers) => headers.#pairs();
    // Sorting is stable: cookies stay in their order.
    makePairIterable('Headers', Headers, (headers) => {
      headers.#sorted ??= headers.#pairs().sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
      return headers.#sorted;
    });
  }
}

defineInterface('Headers', Headers, { show: (headers) => Object.fromEntries(headers) });

function notPairs(): TypeError {
  return new TypeError('Cannot make Headers: each needs a name and a value');
}

function normalName(name: unknown): string {
  const text = `${name as string}`;
  if (!HTTP_TOKEN.test(text))
    throw new TypeError(
      `Cannot use the header name "${text.slice(0, 40)}": it holds other characters than HTTP allows`,
    );
  return text.toLowerCase();
}

function normalValue(value: unknown): string {
  const text = `${value as string}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (BAD_VALUE.test(text))
    throw new TypeError('Cannot use a header value: it holds other characters than HTTP allows');
  return text;
}
