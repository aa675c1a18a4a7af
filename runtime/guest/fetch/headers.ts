/** https://httpwg.org/specs/rfc9110.html#fields.names */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// oxlint-disable-next-line no-control-regex
const BAD_VALUE = /[\u0000\r\n]|[^\u0000-\u00ff]/;

export type HeadersInit = Headers | Iterable<readonly [string, string]> | { readonly [name: string]: string };

/** https://fetch.spec.whatwg.org/#headers-class */
export class Headers {
  /** By lower-case name; `set-cookie` keeps its values apart. */
  readonly #values = new Map<string, string[]>();

  constructor(init?: HeadersInit | null) {
    if (init === undefined || init === null) return;
    if (typeof init !== 'object') throw new TypeError('Cannot make Headers: the argument is no object');
    const pairs = Symbol.iterator in init ? init : Object.entries(init);
    for (const pair of pairs as Iterable<readonly [string, string]>) {
      const [name, value, ...more] = pair;
      if (value === undefined || more.length > 0)
        throw new TypeError('Cannot make Headers: each needs a name and a value');
      this.append(name, value);
    }
  }

  append(name: string, value: string): void {
    const key = normalName(name);
    const values = this.#values.get(key) ?? [];
    values.push(normalValue(value));
    this.#values.set(key, values);
  }

  delete(name: string): void {
    this.#values.delete(normalName(name));
  }

  get(name: string): string | null {
    return this.#values.get(normalName(name))?.join(', ') ?? null;
  }

  getSetCookie(): string[] {
    return [...(this.#values.get('set-cookie') ?? [])];
  }

  has(name: string): boolean {
    return this.#values.has(normalName(name));
  }

  set(name: string, value: string): void {
    this.#values.set(normalName(name), [normalValue(value)]);
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this) callback.call(thisArg, value, name, this);
  }

  *entries(): IterableIterator<[string, string]> {
    for (const name of [...this.#values.keys()].toSorted()) {
      const values = this.#values.get(name) ?? [];
      if (name === 'set-cookie') for (const value of values) yield [name, value];
      else yield [name, values.join(', ')];
    }
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

function normalName(name: unknown): string {
  const text = `${name as string}`;
  if (!NAME.test(text))
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
