import { countCall } from '../cpu-watch.ts';
import { CryptoHost } from './crypto/crypto-host.ts';
import { encodeError } from './crypto/encode-error.ts';
import { domainToAscii } from './domain-to-ascii.ts';
import { isTurnTaken } from './loop-turn.ts';
import type { HostCall } from './parse-host-call.ts';
import { parseHostCall } from './parse-host-call.ts';

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
  readonly #onLate: () => void;
  #usedMs = 0;
  #endsAt = 0;

  /** @param onLate is called when a call comes after the end of all entries */
  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  /** What the calls took in all, in milliseconds. */
  get usedMs(): number {
    return this.#usedMs;
  }

  /** Lets calls be made until then, by `performance.now()`: the clock of an entry itself stands still meanwhile. */
  allowUntil(endsAt: number): void {
    this.#endsAt = Math.max(this.#endsAt, endsAt);
  }

  /** Answers, unless guests' calls have taken this turn of the event loop already. */
  answerInTurn(text: string): string {
    return isTurnTaken() ? LATER : this.answer(text);
  }

  answer(text: string): string {
    const startedAt = performance.now();
    if (startedAt > this.#endsAt) {
      this.#onLate();
      return encodeError(new Error('Cannot compute: the time is up'));
    }
    try {
      return `+${this.#do(parseHostCall(text))}`;
    } catch (error) {
      return encodeError(error);
    } finally {
      const tookMs = HOP_MS + performance.now() - startedAt;
      this.#usedMs += tookMs;
      countCall(tookMs);
    }
  }

  #do(call: HostCall): string {
    return call.operation === 'domain' ? domainToAscii(call) : this.#crypto.do(call);
  }
}
