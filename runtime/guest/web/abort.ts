import { uncurry } from '../bridge/primordials.ts';
import { DOMException } from './dom-exception.ts';
import { Event, trust } from './event.ts';
import type { EventCallback } from './event-target.ts';
import { EventTarget } from './event-target.ts';
import { defineInterface, requireArguments } from './interface.ts';
import { markNetworkError } from '../fetch/network-error.ts';
import { setTimeout } from './timers.ts';

// What the prelude calls between the entries may not run what a guest has put in a method's place.
const NativeSet = Set;
const addTo = uncurry(Set.prototype.add);
const deleteFrom = uncurry(Set.prototype.delete);

/** The longest that a timer can wait. */
const MAX_DELAY_MS = 0x7fffffff;

let isMaking = false;

/** A signal that follows `source`; one that never fires, without. */
export function makeSignal(source: AbortSignal | null = null): AbortSignal {
  isMaking = true;
  try {
    const signal = new AbortSignal();
    if (source !== null) follow(signal, source);
    return signal;
  } finally {
    isMaking = false;
  }
}

let abortSignal: (signal: AbortSignal, reason: unknown) => void;
let follow: (signal: AbortSignal, source: AbortSignal) => void;

/** Has `action` done when a signal aborts, before anything is told of it. Not by an event: a guest could fake it. */
export let onAbort: (signal: AbortSignal, action: () => void) => void;
export let offAbort: (signal: AbortSignal, action: () => void) => void;
/** By what it is, not by its class, which a guest may redefine. */
export let isAbortSignal: (value: unknown) => value is AbortSignal;

/** https://dom.spec.whatwg.org/#interface-AbortSignal */
export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason: unknown;
  #actions: Set<() => void> | null = null;
  #followers: Set<AbortSignal> | null = null;
  /** What this one follows; none of them follows another. */
  #sources: AbortSignal[] | null = null;
  #handler: EventCallback | null = null;
  /** Stands in the place among the listeners where the handler was set first. */
  #callHandler: ((event: Event) => void) | null = null;

  constructor() {
    if (!isMaking) throw new TypeError('Illegal constructor');
    super();
  }

  static {
    isAbortSignal = (value): value is AbortSignal =>
      typeof value === 'object' && value !== null && #aborted in value;
    onAbort = (signal, action) => {
      addTo((signal.#actions ??= new NativeSet()), action);
    };
    offAbort = (signal, action) => {
      if (signal.#actions !== null) deleteFrom(signal.#actions, action);
    };
    follow = (signal, source) => {
      if (signal.#aborted) return;
      if (source.#aborted) {
        signal.#aborted = true;
        signal.#reason = source.#reason;
        return;
      }
      for (const each of source.#sources ?? [source]) {
        (signal.#sources ??= []).push(each);
        (each.#followers ??= new Set()).add(signal);
      }
    };
    // All know of it before anybody is told.
    abortSignal = (signal, reason) => {
      if (signal.#aborted) return;
      const all = [signal, ...(signal.#followers ?? [])].filter((each) => !each.#aborted);
      for (const each of all) {
        each.#aborted = true;
        each.#reason =
          reason === undefined
            ? (reason = new DOMException('This operation was aborted', 'AbortError'))
            : reason;
      }
      for (const each of all) each.#tell();
    };
  }

  #tell(): void {
    const actions = this.#actions;
    this.#actions = null;
    for (const source of this.#sources ?? []) source.#followers?.delete(this);
    for (const action of actions ?? []) action();
    EventTarget.prototype.dispatchEvent.call(this, trust(new Event('abort')));
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  get onabort(): EventCallback | null {
    return this.#handler;
  }

  set onabort(handler: unknown) {
    const isHandler = typeof handler === 'function' || (typeof handler === 'object' && handler !== null);
    this.#callHandler ??= (event) => {
      if (typeof this.#handler === 'function') Reflect.apply(this.#handler, this, [event]);
    };
    if (this.#handler !== null && !isHandler) this.removeEventListener('abort', this.#callHandler);
    if (this.#handler === null && isHandler) this.addEventListener('abort', this.#callHandler);
    this.#handler = isHandler ? (handler as EventCallback) : null;
  }

  static abort(reason: unknown = undefined): AbortSignal {
    const signal = makeSignal();
    abortSignal(signal, reason);
    return signal;
  }

  /** Its reason counts as a network error: nobody answered in time. */
  static timeout(delayMs: unknown): AbortSignal {
    requireArguments(arguments.length, 1, 'AbortSignal.timeout');
    const ms = Math.trunc(Number(delayMs));
    if (!(ms >= 0 && ms <= Number.MAX_SAFE_INTEGER))
      throw new TypeError(`Cannot make a signal: the time must be a number of milliseconds, is ${ms}`);
    const signal = makeSignal();
    const abort = (): void => {
      const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      abortSignal(signal, markNetworkError(reason));
    };
    setTimeout(abort, Math.min(ms, MAX_DELAY_MS));
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    requireArguments(arguments.length, 1, 'AbortSignal.any');
    const sources = [...signals];
    if (!sources.every((each) => isAbortSignal(each)))
      throw new TypeError('Cannot make a signal: one of those to follow is no AbortSignal');
    const any = makeSignal();
    const aborted = sources.find((each) => each.#aborted);
    for (const each of aborted === undefined ? sources : [aborted]) follow(any, each);
    return any;
  }
}

defineInterface('AbortSignal', AbortSignal, { show: ({ aborted }) => ({ aborted }) });

/** https://dom.spec.whatwg.org/#interface-abortcontroller */
export class AbortController {
  readonly #signal = makeSignal();

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason: unknown = undefined): void {
    abortSignal(this.#signal, reason);
  }
}

defineInterface('AbortController', AbortController, { show: ({ signal }) => ({ signal }) });
