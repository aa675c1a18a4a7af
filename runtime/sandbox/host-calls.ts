import { CryptoHost } from './crypto/crypto-host.ts';
import { encodeError } from './crypto/encode-error.ts';
import { isTurnTaken } from './loop-turn.ts';

/**
 * What a call costs the process beside what is done for it: two hops between threads. isolated-vm counts nothing of it,
 * and stops an entry's clock as well while a call is under way.
 */
const HOP_MS = 0.02;
/** Tells the prelude to ask again in a moment. */
const LATER = '~';

/**
 * Answers the calls of one isolate: text in, text out, nothing thrown. While one is answered the isolate waits, and
 * the process does nothing else: so each is bounded in what it may cost, and charged.
 */
export class HostCalls {
  readonly #crypto = new CryptoHost();
  readonly #onSpent: () => void;
  #usedMs = 0;
  #allowedMs = 0;

  /** @param onSpent is called when the calls of an entry have taken as long as the entry may */
  constructor(onSpent: () => void) {
    this.#onSpent = onSpent;
  }

  /** What the calls took in all, in milliseconds. */
  get usedMs(): number {
    return this.#usedMs;
  }

  /** Lets the calls of an entry that begins take that long, in milliseconds: they have a clock of their own. */
  allow(entryMs: number): void {
    this.#allowedMs = Math.max(this.#allowedMs, this.#usedMs + entryMs);
  }

  /** Answers, unless guests' calls have taken this turn of the event loop already. */
  answerInTurn(text: string): string {
    return isTurnTaken() ? LATER : this.answer(text);
  }

  answer(text: string): string {
    if (this.#usedMs > this.#allowedMs) {
      this.#onSpent();
      return encodeError(new Error('Cannot compute: the time is up'));
    }
    const startedAt = performance.now();
    try {
      return `+${this.#crypto.answer(text)}`;
    } catch (error) {
      return encodeError(error);
    } finally {
      this.#usedMs += HOP_MS + performance.now() - startedAt;
    }
  }
}
