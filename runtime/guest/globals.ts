import { AbortController, AbortSignal } from './abort.ts';
import { atob, btoa } from './base64.ts';
import { console } from './console.ts';
import { DOMException } from './dom-exception.ts';
import { errorClasses } from './errors.ts';
import { Event, EventTarget } from './events.ts';
import { fetch } from './fetch.ts';
import { FinalizationRegistry } from './finalization-registry.ts';
import { Headers } from './headers.ts';
import { NativeTypeError, now, queueTask } from './primordials.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';
import { structuredClone } from './structured-clone.ts';
import { TextDecoder, TextEncoder } from './text-coding.ts';
import { clearTimeout, setInterval, setTimeout } from './timers.ts';
import { URL, URLSearchParams } from './url.ts';

const startedAt = now();

function queueMicrotask(callback: unknown): void {
  if (typeof callback !== 'function')
    throw new NativeTypeError('Cannot queue a microtask: the callback is no function');
  queueTask(callback as () => void);
}

/** All that a guest sees besides the language itself: this table, and nothing else. */
const GLOBALS = {
  AbortController,
  AbortSignal,
  DOMException,
  Event,
  EventTarget,
  FinalizationRegistry,
  Headers,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  clearInterval: clearTimeout,
  clearTimeout,
  console,
  fetch,
  performance: { now: (): number => now() - startedAt, timeOrigin: startedAt },
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
  // V8 makes it a property that can't be deleted.
  Object.assign(globalThis, { gc: undefined });
  for (const [name, value] of Object.entries(GLOBALS)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}
