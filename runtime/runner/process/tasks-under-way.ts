import type { DeathCause } from './child-died.ts';
import { ChildDied } from './child-died.ts';
import type { MemoryClaim, MemoryWatch } from './memory-watch.ts';

/** Something that a child was asked for and has not answered yet. */
export interface Task extends MemoryClaim {
  /** When the child is killed if it hasn't answered, on the clock of `performance.now()`. */
  readonly killAt: number;
  fail(died: ChildDied): void;
}

/** A guest fills some 50 MB in this time; a look costs 15 µs. */
const WATCH_INTERVAL_MS = 25;
/** Tasks that are done sooner than the watch first looks, one after the other, are looked at as often as this. */
const MIN_LOOK_EVERY_MS = 250;

/** What a child has been asked for, and the watch on its deadlines and its memory for as long as there is anything. */
export class TasksUnderWay {
  readonly #memory: MemoryWatch;
  readonly #onExcess: (cause: DeathCause) => void;
  readonly #tasks = new Set<Task>();
  #watch: NodeJS.Timeout | null = null;
  #lookedAt = 0;

  /** @param onExcess is told that the child is to be killed, and why */
  constructor(memory: MemoryWatch, onExcess: (cause: DeathCause) => void) {
    this.#memory = memory;
    this.#onExcess = onExcess;
  }

  begin(task: Task): void {
    if (performance.now() - this.#lookedAt > MIN_LOOK_EVERY_MS) this.#look();
    this.#tasks.add(task);
    this.#memory.begin(task);
    this.#watch ??= setInterval(() => this.#look(), WATCH_INTERVAL_MS);
  }

  end(task: Task): void {
    this.#tasks.delete(task);
    if (this.#tasks.size === 0) this.#rest();
  }

  /** The child is dead, and what it was asked for with it. */
  failAll(cause: DeathCause): void {
    const tasks = [...this.#tasks];
    const wasAlone = tasks.length === 1 && cause !== 'crowded';
    this.#tasks.clear();
    this.#rest();
    for (const task of tasks) task.fail(new ChildDied(cause, { wasAlone }));
  }

  #look(): void {
    const now = performance.now();
    this.#lookedAt = now;
    const isLate = [...this.#tasks].some(({ killAt }) => now > killAt);
    const cause = isLate ? 'deadline' : this.#memory.findExcess();
    if (cause !== null) this.#onExcess(cause);
  }

  #rest(): void {
    if (this.#watch === null) return;
    clearInterval(this.#watch);
    this.#watch = null;
    this.#memory.rest();
  }
}
