import type { Writable } from 'node:stream';

/** Without a terminal a line is written at most so often, in milliseconds. */
const LINE_INTERVAL_MS = 2_000;

/** Says what goes on: one line that is rewritten on a terminal, plain lines elsewhere. */
export class Progress {
  readonly #out: Writable & { readonly isTTY?: boolean };
  #lastLine = '';
  #lastAt = 0;
  #isLineOpen = false;

  constructor(out: Writable & { readonly isTTY?: boolean }) {
    this.#out = out;
  }

  /** A new thing begins. */
  step(text: string): void {
    this.#endLine();
    this.#out.write(`${text}\n`);
    this.#lastLine = '';
  }

  /** How far it is; replaces what was said last. */
  update(text: string, now: number): void {
    if (text === this.#lastLine) return;
    if (this.#out.isTTY === true) {
      this.#out.write(`\r\u001b[K  ${text}`);
      this.#isLineOpen = true;
    } else if (now - this.#lastAt >= LINE_INTERVAL_MS) {
      this.#out.write(`  ${text}\n`);
      this.#lastAt = now;
    }
    this.#lastLine = text;
  }

  end(): void {
    this.#endLine();
  }

  #endLine(): void {
    if (this.#isLineOpen) this.#out.write('\n');
    this.#isLineOpen = false;
  }
}
