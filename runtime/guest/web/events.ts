interface Listener {
  readonly callback: EventCallback;
  readonly once: boolean;
  /** While an event is on its way, the lists that are gone through stay as they were. */
  isRemoved: boolean;
}

export type EventCallback = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };

let isStopped: (event: Event) => boolean;

/** https://dom.spec.whatwg.org/#interface-event, without a tree to bubble in. */
export class Event {
  readonly type: string;
  readonly cancelable: boolean;
  readonly timeStamp = Date.now();
  target: EventTarget | null = null;
  defaultPrevented = false;
  #stopped = false;

  constructor(type: string, { cancelable = false }: { readonly cancelable?: boolean } = {}) {
    this.type = `${type}`;
    this.cancelable = cancelable;
  }

  get currentTarget(): EventTarget | null {
    return this.target;
  }

  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true;
  }

  stopImmediatePropagation(): void {
    this.#stopped = true;
  }

  stopPropagation(): void {}

  static {
    isStopped = (event) => event.#stopped;
  }
}

/** https://dom.spec.whatwg.org/#interface-eventtarget */
export class EventTarget {
  readonly #listeners = new Map<string, Listener[]>();

  addEventListener(
    type: string,
    callback: EventCallback | null,
    options: boolean | { readonly once?: boolean } = {},
  ): void {
    if (callback === null) return;
    const listeners = this.#listeners.get(type) ?? [];
    if (listeners.some((each) => each.callback === callback)) return;
    listeners.push({
      callback,
      once: typeof options === 'object' && options.once === true,
      isRemoved: false,
    });
    this.#listeners.set(type, listeners);
  }

  removeEventListener(type: string, callback: EventCallback | null): void {
    const listeners = this.#listeners.get(type) ?? [];
    for (const each of listeners) if (each.callback === callback) each.isRemoved = true;
    this.#listeners.set(
      type,
      listeners.filter((each) => !each.isRemoved),
    );
  }

  dispatchEvent(event: Event): boolean {
    event.target = this;
    for (const listener of this.#listeners.get(event.type)?.slice() ?? []) {
      if (isStopped(event)) break;
      if (listener.isRemoved) continue;
      if (listener.once) this.removeEventListener(event.type, listener.callback);
      notify(listener.callback, event);
    }
    return !event.defaultPrevented;
  }
}

/** A listener's error is its own: the others are told all the same. */
function notify(callback: EventCallback, event: Event): void {
  try {
    if (typeof callback === 'function') callback.call(event.target, event);
    else callback.handleEvent(event);
  } catch {
    return;
  }
}
