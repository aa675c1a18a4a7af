import type { GuestIsolate } from './guest-isolate.ts';

/** To shrink an isolate takes 2 to 3 ms: in every pause between two batches it would cost more than it saves. */
const REST_MS = 500;

/** Has an isolate give back memory once nothing has run in it for a while. */
export class ShrinkAtRest {
  readonly #isolate: Pick<GuestIsolate, 'canShrink' | 'shrink'>;
  #timer: NodeJS.Timeout | null = null;

  constructor(isolate: Pick<GuestIsolate, 'canShrink' | 'shrink'>) {
    this.#isolate = isolate;
  }

  /** Nothing runs any more. */
  begin(): void {
    this.stop();
    if (this.#isolate.canShrink) this.#timer = setTimeout(() => this.#isolate.shrink(), REST_MS).unref();
  }

  /** Something runs again, or nothing ever will. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
