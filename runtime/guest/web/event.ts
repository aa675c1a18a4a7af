import { DOMException } from './dom-exception.ts';
import { defineInterface, readOptions, requireArguments } from './interface.ts';

interface EventInit {
  readonly bubbles?: boolean;
  readonly cancelable?: boolean;
  readonly composed?: boolean;
}

/** What a listener says of the events that it is told of. */
interface Told {
  readonly type: string;
  readonly capture: boolean;
  readonly passive: boolean;
}

const [NONE, CAPTURING_PHASE, AT_TARGET, BUBBLING_PHASE] = [0, 1, 2, 3];

/** Takes an event to the listeners of one target: there is no tree to go through. */
export let dispatch: <L extends Told>(
  event: Event,
  target: object,
  listeners: readonly L[],
  notify: (listener: L) => void,
) => boolean;
/** Marks an event as made by us, not by the guest. */
export let trust: (event: Event) => Event;

/** https://dom.spec.whatwg.org/#interface-event */
export class Event {
  readonly #type: string;
  readonly #bubbles: boolean;
  readonly #cancelable: boolean;
  readonly #composed: boolean;
  readonly #timeStamp = Date.now();
  #target: object | null = null;
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

  get target(): object | null {
    return this.#target;
  }

  get srcElement(): object | null {
    return this.#target;
  }

  get currentTarget(): object | null {
    return this.#isDispatched ? this.#target : null;
  }

  composedPath(): object[] {
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
    dispatch = (event, target, listeners, notify) => {
      if (event.#isDispatched)
        throw new DOMException('The event is already being dispatched', 'InvalidStateError');
      event.#isDispatched = true;
      event.#target = target;
      for (const capture of [true, false]) {
        if (event.#isStopped) break;
        for (const listener of listeners) {
          if (event.#isStoppedAtOnce) break;
          if (listener.capture !== capture || listener.type !== event.#type) continue;
          event.#isPassive = listener.passive;
          notify(listener);
          event.#isPassive = false;
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
