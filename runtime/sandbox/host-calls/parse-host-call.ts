/** The most bytes that a call brings, with its head. */
const MAX_CALL_CHARACTERS = 1024 * 1024;
/** Of that, its head: two keys at their longest. A megabyte of JSON took up to 170 ms to read, in which nobody else is served. */
const MAX_HEAD_CHARACTERS = 64 * 1024;
/** An authenticated cipher has key, vector, data, what goes with it, and its tag. */
const MAX_PARTS = 8;

/** What a guest asks for. Nothing in it can be trusted: each member is looked at when it is used. */
export interface HostCall {
  readonly operation: string;
  readonly params: HostCallParams;
  readonly parts: readonly Buffer[];
}

/**
 * Reads a call: JSON on the first line, then its bytes, a character each.
 *
 * @throws TypeError where it isn't what our prelude says
 */
export function parseHostCall(text: string): HostCall {
  if (text.length > MAX_CALL_CHARACTERS) throw new RangeError('Cannot compute: the call is too long');
  const lineEnd = Math.max(0, text.indexOf('\n'));
  if (lineEnd > MAX_HEAD_CHARACTERS) {
    throw new RangeError(`Cannot compute: the call's head has more than ${MAX_HEAD_CHARACTERS} characters`);
  }
  const head: unknown = JSON.parse(text.slice(0, lineEnd));
  const { operation, params, sizes } = recordOf(head);
  if (typeof operation !== 'string' || !Array.isArray(sizes)) throw unreadable('the operation');
  if (sizes.length > MAX_PARTS)
    throw new RangeError(`Cannot compute: the call has more than ${MAX_PARTS} parts`);
  const bytes = Buffer.from(text.slice(lineEnd + 1), 'latin1');
  let offset = 0;
  const parts = sizes.map((size: unknown) => {
    const from = offset;
    offset += Number(size);
    return bytes.subarray(from, offset);
  });
  return { operation, params: new HostCallParams(recordOf(params)), parts };
}

/** The parameters of a call, each of the type that it is asked for by. */
export class HostCallParams {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** All of them, as text. */
  get json(): string {
    return JSON.stringify(this.#values);
  }

  /** @throws TypeError where it is no string */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw unreadable(name);
    return value;
  }

  /** @throws TypeError where it is there and no string */
  optionalText(name: string): string | undefined {
    const value = this.#own(name);
    if (value !== undefined && typeof value !== 'string') throw unreadable(name);
    return value;
  }

  /** @throws TypeError where it is no integer */
  integer(name: string): number {
    const value = this.optionalInteger(name);
    if (value === undefined) throw unreadable(name);
    return value;
  }

  /** @throws TypeError where it is there and no integer */
  optionalInteger(name: string): number | undefined {
    const value = this.#own(name);
    if (value !== undefined && !Number.isSafeInteger(value)) throw unreadable(name);
    return value as number | undefined;
  }

  isTrue(name: string): boolean {
    return this.#own(name) === true;
  }

  /** @throws TypeError where it is no object */
  nested(name: string): HostCallParams {
    return new HostCallParams(recordOf(this.#own(name)));
  }

  /** Absent where it is `null` as well. */
  #own(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? (this.#values[name] ?? undefined) : undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable('the call');
  return value as Readonly<Record<string, unknown>>;
}

function unreadable(what: string): TypeError {
  return new TypeError(`Cannot compute: ${what} cannot be read`);
}
