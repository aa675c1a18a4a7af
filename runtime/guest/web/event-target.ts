import { dispatch, Event } from './event.ts';
import { defineInterface, requireArguments } from './interface.ts';

export type EventCallback = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };

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
    return dispatch(event, this, this.#listeners, (listener) => notify(this, listener, event));
  }
}

defineInterface('EventTarget', EventTarget);

/** A listener's error is its own: the others are told all the same. */
function notify(target: EventTarget, listener: Listener, event: Event): void {
  const { type, callback, capture, once, isRemoved } = listener;
  if (isRemoved) return;
  if (once) target.removeEventListener(type, callback, { capture });
  try {
    if (typeof callback === 'function') Reflect.apply(callback, target, [event]);
    else callback.handleEvent(event);
  } catch {
    return;
  }
}

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
