import { AbortController, AbortSignal } from './web/abort.ts';
import { atob, btoa } from './web/base64.ts';
import { Buffer } from './node/buffer.ts';
import { cache } from './cache.ts';
import { Blob } from './web/blob.ts';
import { console } from './console/console.ts';
import { defineCrypto } from './crypto/define-crypto.ts';
import { DOMException } from './web/dom-exception.ts';
import { errorClasses } from './calls/errors.ts';
import { Event } from './web/event.ts';
import { EventTarget } from './web/event-target.ts';
import { fetch } from './fetch/fetch.ts';
import { File } from './web/file.ts';
import { FinalizationRegistry } from './finalization-registry.ts';
import { FormData } from './fetch/form-data.ts';
import { Headers } from './fetch/headers.ts';
import { max, NativeTypeError, now, queueTask } from './bridge/primordials.ts';
import { Request } from './fetch/request.ts';
import { Response } from './fetch/response.ts';
import { structuredClone } from './web/structured-clone.ts';
import { TextDecoder } from './web/text-decoder.ts';
import { TextEncoder } from './web/text-encoder.ts';
import { clearTimeout, setInterval, setTimeout } from './web/timers.ts';
import { URL, URLSearchParams } from './web/url.ts';

const startedAt = now();

function queueMicrotask(callback: unknown): void {
  if (typeof callback !== 'function')
    throw new NativeTypeError('Cannot queue a microtask: the callback is no function');
  queueTask(() => void (callback as () => unknown)());
}

let elapsedMs = 0;

/** In whole milliseconds, and never less than before, whatever the system's clock is set to. */
const performance = {
  now: (): number => {
    elapsedMs = max(elapsedMs, now() - startedAt);
    return elapsedMs;
  },
  timeOrigin: startedAt,
};

/** All that a guest sees besides the language itself: this table, and nothing else. */
const GLOBALS = {
  AbortController,
  AbortSignal,
  Blob,
  Buffer,
  DOMException,
  Event,
  EventTarget,
  File,
  FinalizationRegistry,
  FormData,
  Headers,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  cache,
  clearInterval: clearTimeout,
  clearTimeout,
  console,
  fetch,
  performance,
  queueMicrotask,
  self: globalThis,
  setInterval,
  setTimeout,
  structuredClone,
  window: globalThis,
  ...errorClasses,
};

/** What V8 brings that a guest must not have: memory outside the isolate's limit, and clocks made of threads. */
const REMOVED = ['WebAssembly', 'SharedArrayBuffer', 'Atomics'];

/** Makes the global object what the contract says, once, before guest code runs. */
export function installGlobals(): void {
  for (const name of REMOVED) Reflect.deleteProperty(globalThis, name);
  // V8's own, beside the standard's Segmenter; Node takes it away as well.
  Reflect.deleteProperty(Intl, 'v8BreakIterator');
  // V8 makes it a property that can't be deleted.
  Object.assign(globalThis, { gc: undefined });
  for (const [name, value] of Object.entries(GLOBALS)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
  defineCrypto(globalThis);
}
