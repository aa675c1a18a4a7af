/** What an isolate has used of its CPU time, in milliseconds, as far as the CPU watch has looked. */
export class CpuAccount {
  readonly #enteredMsNow: () => number;
  #enteredMsAtLook: number;
  #enteredMsAtEntry: number;
  #sinceLook = { enteredMs: 0, entryMs: 0 };
  #usedMs = 0;
  #entryMs = 0;

  /** @param enteredMsNow how long the isolate has been entered in all; what it was before is charged to nobody */
  constructor(enteredMsNow: () => number) {
    this.#enteredMsNow = enteredMsNow;
    this.#enteredMsAtLook = enteredMsNow();
    this.#enteredMsAtEntry = this.#enteredMsAtLook;
  }

  get usedMs(): number {
    return this.#usedMs;
  }

  /** Of it, by the entry under way. */
  get entryMs(): number {
    return this.#entryMs;
  }

  /** How long the isolate was entered since this was last asked. */
  takeEnteredMs(): number {
    const nowMs = this.#enteredMsNow();
    this.#sinceLook = {
      enteredMs: Math.max(0, nowMs - this.#enteredMsAtLook),
      entryMs: Math.max(0, nowMs - Math.max(this.#enteredMsAtLook, this.#enteredMsAtEntry)),
    };
    this.#enteredMsAtLook = nowMs;
    return this.#sinceLook.enteredMs;
  }

  /** @param share of what was taken last, from 0 to 1: the isolate's threads waited for a core for the rest */
  charge(share: number): void {
    this.#usedMs += this.#sinceLook.enteredMs * share;
    this.#entryMs += this.#sinceLook.entryMs * share;
  }

  endEntry(): void {
    this.#enteredMsAtEntry = this.#enteredMsNow();
    this.#entryMs = 0;
  }
}
