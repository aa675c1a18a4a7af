/** Held by many at once, or by one alone. Whoever waits to be alone goes before those who come later. */
export class SharedLock {
  #holders = 0;
  #isExclusive = false;
  #waiting: { readonly isExclusive: boolean; readonly enter: () => void }[] = [];

  shared<T>(task: () => Promise<T>): Promise<T> {
    return this.#hold(false, task);
  }

  exclusive<T>(task: () => Promise<T>): Promise<T> {
    return this.#hold(true, task);
  }

  async #hold<T>(isExclusive: boolean, task: () => Promise<T>): Promise<T> {
    await this.#enter(isExclusive);
    try {
      return await task();
    } finally {
      this.#holders -= 1;
      this.#isExclusive = false;
      this.#admit();
    }
  }

  #enter(isExclusive: boolean): Promise<void> {
    const entered = new Promise<void>((enter) => {
      this.#waiting.push({ isExclusive, enter });
    });
    this.#admit();
    return entered;
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#isExclusive || (next.isExclusive && this.#holders > 0)) return;
      this.#waiting.shift();
      this.#holders += 1;
      this.#isExclusive = next.isExclusive;
      next.enter();
    }
  }
}
