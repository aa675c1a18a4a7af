/**
 * What a function finds in the sandbox besides the language itself. Copy it beside your function: an editor and `tsc`
 * (with "lib": ["es2024"] and "types": []) then know what is there, and what is not.
 */

// How an attempt ends. Whatever else is thrown is a bad_request, and not retried.

interface ErrorInit {
  readonly cause?: unknown;
}

/** Has the event sent again, after `retryAfterMs` milliseconds or more (at most 15 minutes). */
declare class RetryError extends Error {
  constructor(message?: string, options?: ErrorInit & { readonly retryAfterMs?: number });
  readonly retryAfterMs: number | undefined;
}

/** Drops the event on purpose; it is counted as filtered. */
declare class DropEvent extends Error {
  constructor(message?: string, options?: ErrorInit);
}

/** The event's payload is of no use to this partner: it is rejected, and not sent again. */
declare class InvalidEventPayload extends Error {
  constructor(message?: string, options?: ErrorInit);
}

/** The same as `InvalidEventPayload`. */
declare class ValidationError extends Error {
  constructor(message?: string, options?: ErrorInit);
}

/** This type of event is not supported; the same as having no handler for it. */
declare class EventNotSupported extends Error {
  constructor(message?: string, options?: ErrorInit);
}

/** Values that live on between events, as long as the sandbox does: https://segment.com/docs/connections/functions/ */
declare const cache: {
  /** The value kept under `key`, or what `load` gives, kept for `ttlMs` milliseconds; undefined or -1: for ever. */
  load<T>(key: unknown, ttlMs: number | null | undefined, load: () => T | PromiseLike<T>): Promise<T>;
  load<T>(key: unknown, load: () => T | PromiseLike<T>): Promise<T>;
  delete(key: unknown): void;
};

// fetch, as https://fetch.spec.whatwg.org/ has it.

type BufferSource = ArrayBufferView | ArrayBuffer;
type BodyInit = string | URLSearchParams | FormData | Blob | BufferSource | ReadableStream;
type HeadersInit = Headers | Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

interface RequestInit {
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit | null;
  redirect?: 'follow' | 'manual' | 'error';
  signal?: AbortSignal | null;
  /** As in node-fetch: after so many milliseconds without an answer `fetch` throws as it does for a network error. */
  timeout?: number;
  /** Needed where the body is another message's `body`. */
  duplex?: 'half';
  // Taken, and heeded by nobody: there is no page, no cache and no cookie jar behind a function.
  cache?: string;
  credentials?: string;
  integrity?: string;
  keepalive?: boolean;
  mode?: string;
  referrer?: string;
  referrerPolicy?: string;
}

/** A body that is read piece by piece. It is at hand as a whole when it is there at all, so it comes as one chunk. */
interface ReadableStream extends AsyncIterable<Uint8Array> {
  readonly locked: boolean;
  getReader(): ReadableStreamDefaultReader;
  cancel(): Promise<void>;
  tee(): [ReadableStream, ReadableStream];
  values(options?: { readonly preventCancel?: boolean }): AsyncIterableIterator<Uint8Array>;
}

interface ReadableStreamDefaultReader {
  readonly closed: Promise<undefined>;
  read(): Promise<
    { readonly done: false; readonly value: Uint8Array } | { readonly done: true; readonly value: undefined }
  >;
  cancel(): Promise<void>;
  releaseLock(): void;
}

interface ResponseInit {
  status?: number;
  statusText?: string;
  headers?: HeadersInit;
}

/** An answer of 400 and more is no error by itself. No answer at all throws a TypeError and, uncaught, has the event retried. */
declare function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

declare class Headers {
  constructor(init?: HeadersInit);
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getSetCookie(): string[];
  /** As in node-fetch: by name, its values. */
  raw(): { [name: string]: string[] };
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callback: (value: string, name: string, headers: Headers) => void): void;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

interface Body {
  readonly body: ReadableStream | null;
  readonly bodyUsed: boolean;
  text(): Promise<string>;
  /** `any`, as in a browser's types: what a partner answers with is for you to say. */
  json(): Promise<any>;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array>;
  blob(): Promise<Blob>;
  formData(): Promise<FormData>;
  /** As in node-fetch. */
  buffer(): Promise<Buffer>;
}

interface Request extends Body {}
declare class Request {
  constructor(input: string | URL | Request, init?: RequestInit);
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly redirect: 'follow' | 'manual' | 'error';
  readonly signal: AbortSignal;
  clone(): Request;
}

interface Response extends Body {}
declare class Response {
  constructor(body?: BodyInit | null, init?: ResponseInit);
  static json(data: unknown, init?: ResponseInit): Response;
  static error(): Response;
  static redirect(url: string | URL, status?: number): Response;
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  readonly url: string;
  readonly redirected: boolean;
  readonly type: string;
  readonly headers: Headers;
  clone(): Response;
}

declare class Blob {
  constructor(parts?: Iterable<string | Blob | BufferSource>, options?: { readonly type?: string });
  readonly size: number;
  readonly type: string;
  slice(start?: number, end?: number, type?: string): Blob;
  stream(): ReadableStream;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array>;
}

declare class File extends Blob {
  constructor(
    parts: Iterable<string | Blob | BufferSource>,
    name: string,
    options?: { readonly type?: string; readonly lastModified?: number },
  );
  readonly name: string;
  readonly lastModified: number;
}

/** What the package form-data takes beside a file's name. */
interface FormPart {
  filename?: string;
  filepath?: string;
  contentType?: string;
}

declare class FormData {
  append(name: string, value: string | Blob, fileName?: string): void;
  /** As in the package form-data. */
  append(name: string, value: string | number | Buffer, part?: string | FormPart): void;
  delete(name: string): void;
  get(name: string): string | File | null;
  getAll(name: string): (string | File)[];
  has(name: string): boolean;
  set(name: string, value: string | Blob, fileName?: string): void;
  forEach(callback: (value: string | File, name: string, form: FormData) => void): void;
  entries(): IterableIterator<[string, string | File]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string | File>;
  [Symbol.iterator](): IterableIterator<[string, string | File]>;
  /** As in the package form-data; `fetch` needs none of it. */
  getHeaders(more?: { readonly [name: string]: unknown }): { [name: string]: string };
  getBoundary(): string;
  getBuffer(): Buffer;
  getLength(callback: (error: null, length: number) => void): void;
  getLengthSync(): number;
  hasKnownLength(): boolean;
}

declare class URL {
  constructor(url: string | URL, base?: string | URL);
  static parse(url: string | URL, base?: string | URL): URL | null;
  static canParse(url: string | URL, base?: string | URL): boolean;
  href: string;
  readonly origin: string;
  protocol: string;
  username: string;
  password: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  readonly searchParams: URLSearchParams;
  hash: string;
  toJSON(): string;
}

declare class URLSearchParams {
  constructor(
    init?: string | URLSearchParams | Iterable<readonly [string, string]> | Readonly<Record<string, string>>,
  );
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  forEach(callback: (value: string, name: string, params: URLSearchParams) => void): void;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

// Events and abortion, as https://dom.spec.whatwg.org/ has them.

interface EventInit {
  readonly bubbles?: boolean;
  readonly cancelable?: boolean;
  readonly composed?: boolean;
}

declare class Event {
  constructor(type: string, init?: EventInit);
  readonly type: string;
  readonly target: EventTarget | null;
  readonly currentTarget: EventTarget | null;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly defaultPrevented: boolean;
  readonly timeStamp: number;
  preventDefault(): void;
  stopPropagation(): void;
  stopImmediatePropagation(): void;
}

type EventListener = ((event: Event) => void) | { handleEvent(event: Event): void };

interface ListenerOptions {
  readonly capture?: boolean;
  readonly once?: boolean;
  readonly passive?: boolean;
  readonly signal?: AbortSignal;
}

declare class EventTarget {
  addEventListener(type: string, listener: EventListener | null, options?: boolean | ListenerOptions): void;
  removeEventListener(
    type: string,
    listener: EventListener | null,
    options?: boolean | ListenerOptions,
  ): void;
  dispatchEvent(event: Event): boolean;
}

declare class AbortSignal extends EventTarget {
  private constructor();
  static abort(reason?: unknown): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  static timeout(milliseconds: number): AbortSignal;
  readonly aborted: boolean;
  readonly reason: unknown;
  onabort: ((event: Event) => void) | null;
  throwIfAborted(): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare class DOMException extends Error {
  constructor(
    message?: string,
    nameOrOptions?: string | { readonly name?: string; readonly cause?: unknown },
  );
  override readonly name: string;
  readonly code: number;
}

// Texts, bytes and copies.

declare class TextEncoder {
  readonly encoding: string;
  encode(input?: string): Uint8Array;
  encodeInto(input: string, into: Uint8Array): { readonly read: number; readonly written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  decode(input?: BufferSource, options?: { readonly stream?: boolean }): string;
}

/** In a script they are the packages atob and btoa, as in Segment: they take the URL's alphabet, and text beyond Latin1. */
declare function atob(data: string): string;
declare function btoa(data: string | number | Buffer): string;
declare function structuredClone<T>(value: T, options?: { readonly transfer?: readonly ArrayBuffer[] }): T;

type BufferEncoding =
  | 'utf8'
  | 'utf-8'
  | 'hex'
  | 'base64'
  | 'base64url'
  | 'latin1'
  | 'binary'
  | 'ascii'
  | 'utf16le'
  | 'ucs2';

type NumberKind =
  | 'Int8'
  | 'UInt8'
  | `${'Int16' | 'UInt16' | 'Int32' | 'UInt32' | 'Float' | 'Double'}${'LE' | 'BE'}`;
type NumberReaders = { [kind in NumberKind as `read${kind}`]: (offset?: number) => number };
type NumberWriters = { [kind in NumberKind as `write${kind}`]: (value: number, offset?: number) => number };

interface Buffer extends NumberReaders, NumberWriters {}

/** Node's: https://nodejs.org/api/buffer.html */
declare class Buffer extends Uint8Array {
  static from(text: string, encoding?: BufferEncoding): Buffer;
  static from(bytes: ArrayBuffer | ArrayLike<number> | Iterable<number>): Buffer;
  static alloc(size: number, fill?: string | number | Uint8Array, encoding?: BufferEncoding): Buffer;
  static concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
  static byteLength(text: string | BufferSource, encoding?: BufferEncoding): number;
  static compare(one: Uint8Array, other: Uint8Array): -1 | 0 | 1;
  static isBuffer(value: unknown): value is Buffer;
  static isEncoding(encoding: string): encoding is BufferEncoding;
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  toJSON(): { type: 'Buffer'; data: number[] };
  copy(target: Uint8Array, targetStart?: number, start?: number, end?: number): number;
  equals(other: Uint8Array): boolean;
  compare(other: Uint8Array): -1 | 0 | 1;
  write(text: string, offset?: number, length?: number, encoding?: BufferEncoding): number;
  subarray(start?: number, end?: number): Buffer;
  slice(start?: number, end?: number): Buffer;
}

// Time.

declare function setTimeout<A extends readonly unknown[]>(
  callback: (...args: A) => unknown,
  delayMs?: number,
  ...args: A
): number;
declare function setInterval<A extends readonly unknown[]>(
  callback: (...args: A) => unknown,
  delayMs?: number,
  ...args: A
): number;
declare function clearTimeout(id?: number): void;
declare function clearInterval(id?: number): void;
declare function queueMicrotask(callback: () => void): void;
declare const performance: { now(): number; readonly timeOrigin: number };

/** 4 KB and 100 lines of an attempt are kept, where it is tried out. */
declare const console: {
  debug(...values: readonly unknown[]): void;
  log(...values: readonly unknown[]): void;
  info(...values: readonly unknown[]): void;
  warn(...values: readonly unknown[]): void;
  error(...values: readonly unknown[]): void;
  trace(...values: readonly unknown[]): void;
  dir(value: unknown, options?: { readonly depth?: number | null }): void;
  table(value: unknown, columns?: readonly string[]): void;
  group(...values: readonly unknown[]): void;
  groupCollapsed(...values: readonly unknown[]): void;
  groupEnd(): void;
  assert(condition: unknown, ...values: readonly unknown[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  time(label?: string): void;
  timeLog(label?: string, ...values: readonly unknown[]): void;
  timeEnd(label?: string): void;
};

// Cryptography: Node's functions, and https://w3c.github.io/webcrypto/

type Bytes = string | BufferSource;
/** A key as PEM text, made by `createPrivateKey` and its kin, or with what belongs to it. */
type Key =
  | string
  | KeyObject
  | {
      readonly key: string | KeyObject | BufferSource | Readonly<Record<string, unknown>>;
      readonly format?: 'pem' | 'der' | 'jwk';
      readonly type?: 'pkcs1' | 'pkcs8' | 'sec1' | 'spki';
      readonly passphrase?: string;
      readonly padding?: number;
      readonly saltLength?: number;
      readonly dsaEncoding?: 'der' | 'ieee-p1363';
    };

interface KeyObject {
  readonly type: 'public' | 'private' | 'secret';
}

interface Hash {
  update(data: Bytes, encoding?: BufferEncoding): this;
  digest(): Buffer;
  digest(encoding: BufferEncoding): string;
}

interface Sign {
  update(data: Bytes, encoding?: BufferEncoding): this;
  sign(privateKey: Key): Buffer;
  sign(privateKey: Key, encoding: BufferEncoding): string;
}

interface Verify {
  update(data: Bytes, encoding?: BufferEncoding): this;
  verify(publicKey: Key, signature: Bytes, encoding?: BufferEncoding): boolean;
}

interface Cipher {
  update(data: Bytes): Buffer;
  update(data: Bytes, inputEncoding: BufferEncoding | undefined): Buffer;
  update(data: Bytes, inputEncoding: BufferEncoding | undefined, outputEncoding: BufferEncoding): string;
  final(): Buffer;
  final(encoding: BufferEncoding): string;
  setAAD(data: BufferSource): this;
  setAutoPadding(isOn?: boolean): this;
}

interface CipherOut extends Cipher {
  getAuthTag(): Buffer;
}

interface CipherIn extends Cipher {
  setAuthTag(tag: BufferSource): this;
}

interface CryptoKey {
  readonly type: 'public' | 'private' | 'secret';
  readonly extractable: boolean;
  readonly algorithm: { readonly name: string };
  readonly usages: readonly string[];
}

interface CryptoKeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** A name, or a name with what the algorithm needs: `{ name: 'HMAC', hash: 'SHA-256' }`. */
type CryptoAlgorithm = string | { readonly name: string; readonly [member: string]: unknown };

interface SubtleCrypto {
  digest(algorithm: CryptoAlgorithm, data: BufferSource): Promise<ArrayBuffer>;
  generateKey(
    algorithm: CryptoAlgorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey | CryptoKeyPair>;
  importKey(
    format: 'raw' | 'pkcs8' | 'spki' | 'jwk',
    key: BufferSource | Readonly<Record<string, unknown>>,
    algorithm: CryptoAlgorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey>;
  exportKey(format: 'raw' | 'pkcs8' | 'spki', key: CryptoKey): Promise<ArrayBuffer>;
  exportKey(format: 'jwk', key: CryptoKey): Promise<Record<string, unknown>>;
  sign(algorithm: CryptoAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  verify(
    algorithm: CryptoAlgorithm,
    key: CryptoKey,
    signature: BufferSource,
    data: BufferSource,
  ): Promise<boolean>;
  encrypt(algorithm: CryptoAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  decrypt(algorithm: CryptoAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  deriveBits(algorithm: CryptoAlgorithm, key: CryptoKey, length: number): Promise<ArrayBuffer>;
  deriveKey(
    algorithm: CryptoAlgorithm,
    key: CryptoKey,
    derived: CryptoAlgorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey>;
  wrapKey(
    format: 'raw' | 'pkcs8' | 'spki' | 'jwk',
    key: CryptoKey,
    wrapping: CryptoKey,
    algorithm: CryptoAlgorithm,
  ): Promise<ArrayBuffer>;
  unwrapKey(
    format: 'raw' | 'pkcs8' | 'spki' | 'jwk',
    wrapped: BufferSource,
    unwrapping: CryptoKey,
    algorithm: CryptoAlgorithm,
    keyAlgorithm: CryptoAlgorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey>;
}

declare const crypto: {
  readonly subtle: SubtleCrypto;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): string;
  createHash(algorithm: string): Hash;
  createHmac(algorithm: string, key: Bytes | KeyObject): Hash;
  hash(algorithm: string, data: Bytes, encoding?: BufferEncoding): string;
  getHashes(): string[];
  randomBytes(size: number): Buffer;
  randomInt(end: number): number;
  randomInt(start: number, end: number): number;
  timingSafeEqual(one: BufferSource, other: BufferSource): boolean;
  createSign(algorithm: string): Sign;
  createVerify(algorithm: string): Verify;
  sign(algorithm: string | null, data: BufferSource, privateKey: Key): Buffer;
  verify(algorithm: string | null, data: BufferSource, publicKey: Key, signature: BufferSource): boolean;
  createPrivateKey(key: Key): KeyObject;
  createPublicKey(key: Key): KeyObject;
  createSecretKey(key: Bytes, encoding?: BufferEncoding): KeyObject;
  publicEncrypt(publicKey: Key, data: BufferSource): Buffer;
  privateDecrypt(privateKey: Key, data: BufferSource): Buffer;
  createCipheriv(algorithm: string, key: Bytes | KeyObject, iv: Bytes | null): CipherOut;
  createDecipheriv(algorithm: string, key: Bytes | KeyObject, iv: Bytes | null): CipherIn;
  hkdfSync(digest: string, key: Bytes | KeyObject, salt: Bytes, info: Bytes, length: number): ArrayBuffer;
  pbkdf2Sync(password: Bytes, salt: Bytes, iterations: number, keyLength: number, digest: string): Buffer;
  scryptSync(
    password: Bytes,
    salt: Bytes,
    keyLength: number,
    options?: { readonly N?: number; readonly r?: number; readonly p?: number; readonly maxmem?: number },
  ): Buffer;
};

// Packages that a script finds as globals, as in Segment. Each is bundled where its name occurs; a module imports them.
// Their types are those of the packages, where you have them installed.

declare const _: typeof import('lodash');
declare const moment: typeof import('moment-timezone');
declare const uuidv5: { readonly uuidv5: (namespace: string, name: string) => string };
declare const xml: typeof import('xml');
declare const xml2js: typeof import('xml2js');
declare const jsonwebtoken: typeof import('jsonwebtoken');
declare const libphonenumberjslib: { readonly libphonenumberjs: typeof import('libphonenumber-js') };
declare const fetchretrylib: {
  readonly fetchretry: (fetch: typeof globalThis.fetch, options?: object) => typeof globalThis.fetch;
};

/** As Node's, but for streams; without `Sync` they take a callback. */
declare const zlib: {
  readonly zlib: {
    readonly [
      name in `${'deflate' | 'deflateRaw' | 'gzip' | 'inflate' | 'inflateRaw' | 'gunzip' | 'unzip'}Sync`
    ]: (data: Bytes) => Buffer;
  };
};

/** The global object, by its names in a browser. */
declare const window: typeof globalThis;
declare const self: typeof globalThis;
