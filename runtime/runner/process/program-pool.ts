import type { ProgramDefinition } from '../../sandbox/program-definition.ts';
import { SharedLock } from './shared-lock.ts';

/** A program as a child knows it: in one isolate, with one destination's settings. */
export interface PooledProgram {
  readonly id: number;
  readonly definition: ProgramDefinition;
  /** Shared by events that run together, exclusive for one that runs alone. */
  readonly lock: SharedLock;
}

interface Entry extends PooledProgram {
  users: number;
}

/** The programs that are kept warm; the one whose last use is longest ago goes first. */
export class ProgramPool {
  readonly #maxPrograms: number;
  readonly #close: (programId: number) => void;
  /** In the order of their last use, the oldest first. */
  readonly #entries = new Map<string, Entry>();
  #lastId = 0;

  /** @param close is told which program the child is to forget */
  constructor(maxPrograms: number, close: (programId: number) => void) {
    this.#maxPrograms = maxPrograms;
    this.#close = close;
  }

  /** Runs `task` with the program that is known by `key`; it stays open for as long. */
  async use<T>(
    key: string,
    definition: ProgramDefinition,
    task: (program: PooledProgram) => Promise<T>,
  ): Promise<T> {
    const entry = this.#touch(key, definition);
    entry.users += 1;
    try {
      return await task(entry);
    } finally {
      entry.users -= 1;
    }
  }

  #touch(key: string, definition: ProgramDefinition): Entry {
    const entry = this.#entries.get(key) ?? this.#make(definition);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#closeOldest();
    return entry;
  }

  #make(definition: ProgramDefinition): Entry {
    this.#lastId += 1;
    return { id: this.#lastId, definition, lock: new SharedLock(), users: 0 };
  }

  #closeOldest(): void {
    for (const [key, { id, users }] of this.#entries) {
      if (this.#entries.size <= this.#maxPrograms) return;
      if (users > 0) continue;
      this.#entries.delete(key);
      this.#close(id);
    }
  }
}
