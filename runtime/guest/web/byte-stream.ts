import { defineInterface } from './interface.ts';

/** Where a stream's bytes come from. */
export interface ByteSource {
  /** Gives all bytes, once: whoever asked first has them. */
  take(): Uint8Array | null;
  /** The bytes were given up unread. */
  cancel?(): void;
}

type ReadResult =
  | { readonly value: Uint8Array; readonly done: false }
  | { readonly value: undefined; readonly done: true };

const END: ReadResult = Object.freeze({ value: undefined, done: true });

let isMaking = false;

export function makeByteStream(source: ByteSource): ByteStream {
  isMaking = true;
  return new ByteStream(source);
}

let readFrom: (stream: ByteStream) => ReadResult;
let cancel: (stream: ByteStream) => void;
let lock: (stream: ByteStream) => void;
let unlock: (stream: ByteStream) => void;
/** Whether a stream was read, or given up. */
export let isDisturbed: (stream: ByteStream) => boolean;
/** As `instanceof`, which a guest can redefine and a prototype can feign. */
export let isByteStream: (value: unknown) => value is ByteStream;
/** Reads what a stream has in one, for a body that is made of it; `null` when it is locked or was read. */
export let drainStream: (stream: ByteStream) => Uint8Array | null;

/**
 * What a body's `body` and a blob's `stream()` are: of https://streams.spec.whatwg.org/#rs-class the part that reads.
 * All bytes are at hand when it is made, since a whole answer enters the guest at once; they come as one chunk.
 */
export class ByteStream {
  readonly #source: ByteSource;
  #isLocked = false;
  #isDisturbed = false;
  #isAtEnd = false;

  constructor(source: ByteSource) {
    if (!isMaking) throw new TypeError('Illegal constructor');
    isMaking = false;
    this.#source = source;
  }

  get locked(): boolean {
    return this.#isLocked;
  }

  async cancel(): Promise<void> {
    if (this.#isLocked) throw lockedError();
    cancel(this);
  }

  getReader(options: { readonly mode?: string } = {}): ByteReader {
    if (options?.mode !== undefined)
      throw new TypeError('Cannot read into a buffer of your own: the stream has no such reader');
    return new ByteReader(this);
  }

  tee(): [ByteStream, ByteStream] {
    lock(this);
    const chunk = readFrom(this).value ?? null;
    const copy = (): ByteStream => makeByteStream({ take: () => chunk?.slice() ?? null });
    return [copy(), copy()];
  }

  async *values({
    preventCancel = false,
  }: { readonly preventCancel?: boolean } = {}): AsyncIterableIterator<Uint8Array> {
    const reader = new ByteReader(this);
    let isWhole = false;
    try {
      for (let read = await reader.read(); read.value !== undefined; read = await reader.read())
        yield read.value;
      isWhole = true;
    } finally {
      reader.releaseLock();
      if (!isWhole && !preventCancel) cancel(this);
    }
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    return this.values();
  }

  static {
    readFrom = (stream) => {
      stream.#isDisturbed = true;
      if (stream.#isAtEnd) return END;
      stream.#isAtEnd = true;
      const value = stream.#source.take();
      return value === null || value.length === 0 ? END : { value, done: false };
    };
    cancel = (stream) => {
      stream.#isDisturbed = true;
      if (!stream.#isAtEnd) stream.#source.cancel?.();
      stream.#isAtEnd = true;
    };
    lock = (stream) => {
      if (stream.#isLocked) throw lockedError();
      stream.#isLocked = true;
    };
    unlock = (stream) => {
      stream.#isLocked = false;
    };
    isDisturbed = (stream) => stream.#isDisturbed;
    isByteStream = (value): value is ByteStream =>
      typeof value === 'object' && value !== null && #source in value;
    drainStream = (stream) => {
      if (stream.#isLocked || stream.#isDisturbed) return null;
      stream.#isLocked = true;
      return readFrom(stream).value ?? new Uint8Array();
    };
  }
}

defineInterface('ReadableStream', ByteStream, { show: ({ locked }) => ({ locked }) });

function lockedError(): TypeError {
  return new TypeError('Cannot use the stream: it is locked to a reader');
}

/** https://streams.spec.whatwg.org/#default-reader-class */
class ByteReader {
  #stream: ByteStream | null;
  readonly #closed = Promise.withResolvers<undefined>();

  constructor(stream: ByteStream) {
    lock(stream);
    this.#stream = stream;
    // Nobody need look at it.
    this.#closed.promise.catch(() => undefined);
  }

  get closed(): Promise<undefined> {
    return this.#closed.promise;
  }

  async read(): Promise<ReadResult> {
    const result = readFrom(this.#held());
    if (result.done) this.#closed.resolve(undefined);
    return result;
  }

  async cancel(): Promise<void> {
    cancel(this.#held());
    this.#closed.resolve(undefined);
  }

  releaseLock(): void {
    if (this.#stream === null) return;
    unlock(this.#stream);
    this.#stream = null;
    this.#closed.reject(new TypeError('Cannot read: the reader was released'));
  }

  #held(): ByteStream {
    if (this.#stream === null) throw new TypeError('Cannot read: the reader was released');
    return this.#stream;
  }
}

defineInterface('ReadableStreamDefaultReader', ByteReader);
