import { MAX_CONNECTIONS } from './limits.ts';

/** Lambda lets a process hold 1,024 files; what is left is for the child's own, and for name servers. */
const MAX_OF_ALL = 900;
/** From here on only those who hold few may open more: whoever takes all they can must not keep others from their first. */
const CROWDED = 768;
const MAX_OF_ONE_WHEN_CROWDED = 16;

interface Waiting {
  readonly owner: object;
  readonly open: () => void;
}

/** Shares out the connections that a process may hold among those who open them. Who has to wait does so in order. */
export class ConnectionShares {
  readonly #heldBy = new Map<object, number>();
  #held = 0;
  #waiting: Waiting[] = [];

  /** Resolves when `owner` may open a connection, which is to be given back when it is closed. */
  take(owner: object): Promise<void> {
    return new Promise((open) => {
      this.#waiting.push({ owner, open });
      this.#admit();
    });
  }

  giveBack(owner: object): void {
    this.#held -= 1;
    const left = this.#heldOf(owner) - 1;
    if (left > 0) this.#heldBy.set(owner, left);
    else this.#heldBy.delete(owner);
    this.#admit();
  }

  #admit(): void {
    if (this.#held >= MAX_OF_ALL) return;
    this.#waiting = this.#waiting.filter(({ owner, open }) => {
      if (!this.#mayOpen(owner)) return true;
      this.#held += 1;
      this.#heldBy.set(owner, this.#heldOf(owner) + 1);
      open();
      return false;
    });
  }

  #mayOpen(owner: object): boolean {
    if (this.#held >= MAX_OF_ALL) return false;
    return this.#heldOf(owner) < (this.#held < CROWDED ? MAX_CONNECTIONS : MAX_OF_ONE_WHEN_CROWDED);
  }

  #heldOf(owner: object): number {
    return this.#heldBy.get(owner) ?? 0;
  }
}
