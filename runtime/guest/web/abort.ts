import { DOMException } from './dom-exception.ts';
import type { EventCallback } from './events.ts';
import { Event, EventTarget } from './events.ts';
import { markNetworkError } from '../fetch/network-error.ts';
import { setTimeout } from './timers.ts';

let abortSignal: (signal: AbortSignal, reason: unknown) => void;
let isMaking = false;

function makeSignal(): AbortSignal {
  isMaking = true;
  try {
    return new AbortSignal();
  } finally {
    isMaking = false;
  }
}

/** https://dom.spec.whatwg.org/#interface-AbortSignal */
export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason: unknown;
  onabort: EventCallback | null = null;

  constructor() {
    super();
    if (!isMaking) throw new TypeError('Illegal constructor');
  }

  static {
    abortSignal = (signal, reason) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason =
        reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
      const event = new Event('abort');
      signal.addEventListener('abort', signal.onabort, { once: true });
      signal.dispatchEvent(event);
    };
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

  static abort(reason?: unknown): AbortSignal {
    const signal = makeSignal();
    abortSignal(signal, reason);
    return signal;
  }

  /** Its reason counts as a network error: nobody answered in time. */
  static timeout(delayMs: number): AbortSignal {
    const signal = makeSignal();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    setTimeout(() => abortSignal(signal, markNetworkError(reason)), delayMs);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const any = makeSignal();
    for (const signal of signals) {
      if (signal.aborted) abortSignal(any, signal.reason);
      else signal.addEventListener('abort', () => abortSignal(any, signal.reason), { once: true });
    }
    return any;
  }
}

/** https://dom.spec.whatwg.org/#interface-abortcontroller */
export class AbortController {
  readonly signal: AbortSignal = makeSignal();

  abort(reason?: unknown): void {
    abortSignal(this.signal, reason);
  }
}
