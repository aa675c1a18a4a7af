import { DOMException } from './dom-exception.ts';
import { defineInterface, readOptions, requireArguments } from './interface.ts';

export type EventCallback = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };

interface EventInit {
  readonly bubbles?: boolean;
  readonly cancelable?: boolean;
  readonly composed?: boolean;
}

interface ListenerOptions {
  readonly capture?: boolean;
  readonly once?: boolean;
  readonly passive?: boolean;
  readonly signal?: Pick<EventTarget, 'addEventListener'> & { readonly aborted: boolean };
}

interface Listener {
  readonly type: string;
  readonly callback: EventCallback;
  readonly capture: boolean;
  readonly once: boolean;
  readonly passive: boolean;
  /** While an event is on its way, the list that is gone through stays as it was. */
  isRemoved: boolean;
}

const [NONE, CAPTURING_PHASE, AT_TARGET, BUBBLING_PHASE] = [0, 1, 2, 3];

/** Takes an event to the listeners of one target: there is no tree to go through. */
let dispatch: (event: Event, target: EventTarget, listeners: readonly Listener[]) => boolean;
let setPassive: (event: Event, isPassive: boolean) => void;
/** Marks an event as made by us, not by the guest. */
export let trust: (event: Event) => Event;

/** https://dom.spec.whatwg.org/#interface-event */
export class Event {
  readonly #type: string;
  readonly #bubbles: boolean;
  readonly #cancelable: boolean;
  readonly #composed: boolean;
  readonly #timeStamp = Date.now();
  #target: EventTarget | null = null;
  #isTrusted = false;
  #isDispatched = false;
  #isCanceled = false;
  #isPassive = false;
  #isStopped = false;
  #isStoppedAtOnce = false;

  constructor(type: unknown, init: EventInit = {}) {
    requireArguments(arguments.length, 1, 'Event()');
    this.#type = `${type as string}`;
    const { bubbles, cancelable, composed } = readOptions(init, 'Event()');
    this.#bubbles = Boolean(bubbles);
    this.#cancelable = Boolean(cancelable);
    this.#composed = Boolean(composed);
  }

  get type(): string {
    return this.#type;
  }

  get target(): EventTarget | null {
    return this.#target;
  }

  get srcElement(): EventTarget | null {
    return this.#target;
  }

  get currentTarget(): EventTarget | null {
    return this.#isDispatched ? this.#target : null;
  }

  composedPath(): EventTarget[] {
    return this.#isDispatched && this.#target !== null ? [this.#target] : [];
  }

  get eventPhase(): number {
    return this.#isDispatched ? AT_TARGET : NONE;
  }

  stopPropagation(): void {
    this.#isStopped = true;
  }

  get cancelBubble(): boolean {
    return this.#isStopped;
  }

  set cancelBubble(isStopped: unknown) {
    if (isStopped) this.#isStopped = true;
  }

  stopImmediatePropagation(): void {
    this.#isStopped = true;
    this.#isStoppedAtOnce = true;
  }

  get bubbles(): boolean {
    return this.#bubbles;
  }

  get cancelable(): boolean {
    return this.#cancelable;
  }

  get returnValue(): boolean {
    return !this.#isCanceled;
  }

  set returnValue(isWanted: unknown) {
    if (!isWanted) this.preventDefault();
  }

  preventDefault(): void {
    if (this.#cancelable && !this.#isPassive) this.#isCanceled = true;
  }

  get defaultPrevented(): boolean {
    return this.#isCanceled;
  }

  get composed(): boolean {
    return this.#composed;
  }

  get isTrusted(): boolean {
    return this.#isTrusted;
  }

  get timeStamp(): number {
    return this.#timeStamp;
  }

  static {
    trust = (event) => {
      event.#isTrusted = true;
      return event;
    };
    setPassive = (event, isPassive) => {
      event.#isPassive = isPassive;
    };
    dispatch = (event, target, listeners) => {
      if (event.#isDispatched)
        throw new DOMException('The event is already being dispatched', 'InvalidStateError');
      event.#isDispatched = true;
      event.#target = target;
      for (const capture of [true, false]) {
        if (event.#isStopped) break;
        for (const listener of listeners) {
          if (event.#isStoppedAtOnce) break;
          if (listener.capture === capture && listener.type === event.#type) notify(target, listener, event);
        }
      }
      event.#isDispatched = false;
      event.#isStopped = false;
      event.#isStoppedAtOnce = false;
      return !event.#isCanceled;
    };
  }
}

defineInterface('Event', Event, {
  constants: {
    NONE,
    CAPTURING_PHASE,
    AT_TARGET,
    BUBBLING_PHASE,
  },
  show: ({ type, defaultPrevented, cancelable, timeStamp }) => ({
    type,
    defaultPrevented,
    cancelable,
    timeStamp,
  }),
});

/** A listener's error is its own: the others are told all the same. */
function notify(target: EventTarget, listener: Listener, event: Event): void {
  const { type, callback, capture, once, passive, isRemoved } = listener;
  if (isRemoved) return;
  if (once) target.removeEventListener(type, callback, { capture });
  setPassive(event, passive);
  try {
    if (typeof callback === 'function') Reflect.apply(callback, target, [event]);
    else callback.handleEvent(event);
  } catch {
    return;
  } finally {
    setPassive(event, false);
  }
}

/** https://dom.spec.whatwg.org/#interface-eventtarget */
export class EventTarget {
  #listeners: readonly Listener[] = [];

  addEventListener(
    type: unknown,
    callback: EventCallback | null | undefined,
    options: boolean | ListenerOptions = {},
  ): void {
    requireArguments(arguments.length, 2, 'EventTarget.addEventListener');
    const name = `${type as string}`;
    const { capture, once, passive, signal } = parseOptions(options);
    if (!isCallback(callback) || signal?.aborted === true) return;
    const listener = { type: name, callback, capture, once, passive, isRemoved: false };
    if (this.#listeners.some((each) => isSame(each, listener))) return;
    this.#listeners = [...this.#listeners, listener];
    signal?.addEventListener('abort', () => this.removeEventListener(name, callback, { capture }), {
      once: true,
    });
  }

  removeEventListener(
    type: unknown,
    callback: EventCallback | null | undefined,
    options: boolean | ListenerOptions = {},
  ): void {
    requireArguments(arguments.length, 2, 'EventTarget.removeEventListener');
    const { capture } = parseOptions(options);
    const found = this.#listeners.find((each) =>
      isSame(each, { type: `${type as string}`, callback, capture }),
    );
    if (found === undefined) return;
    found.isRemoved = true;
    this.#listeners = this.#listeners.filter((each) => each !== found);
  }

  dispatchEvent(event: Event): boolean {
    requireArguments(arguments.length, 1, 'EventTarget.dispatchEvent');
    if (!(event instanceof Event)) throw new TypeError('Cannot dispatch: the argument is no Event');
    return dispatch(event, this, this.#listeners);
  }
}

defineInterface('EventTarget', EventTarget);

function isSame(
  one: Listener,
  other: Pick<Listener, 'type' | 'capture'> & { readonly callback: unknown },
): boolean {
  return one.type === other.type && one.callback === other.callback && one.capture === other.capture;
}

function isCallback(callback: unknown): callback is EventCallback {
  if (callback === null || callback === undefined) return false;
  if (typeof callback === 'function' || typeof callback === 'object') return true;
  throw new TypeError('Cannot add a listener: it is neither a function nor an object');
}

function parseOptions(
  options: boolean | ListenerOptions,
): Pick<ListenerOptions, 'signal'> & Pick<Listener, 'capture' | 'once' | 'passive'> {
  if (typeof options !== 'object' || options === null)
    return { capture: Boolean(options as unknown), once: false, passive: false };
  const { capture, once, passive, signal } = options;
  if (signal !== undefined && !((signal as unknown) instanceof EventTarget && 'aborted' in signal))
    throw new TypeError('Cannot add a listener: its signal is no AbortSignal');
  return {
    capture: Boolean(capture),
    once: Boolean(once),
    passive: Boolean(passive),
    ...(signal === undefined ? {} : { signal }),
  };
}
