import type { ProgramDefinition } from '../../sandbox/program-definition.ts';
import { chooseToClose } from './choose-to-close.ts';
import { SharedLock } from './shared-lock.ts';

/** What a program is known by: one version, for one destination, with one set of settings. */
export interface ProgramKey {
  readonly key: string;
  readonly definition: ProgramDefinition;
}

/** A program as a child knows it: in one isolate, with one destination's settings. */
export interface PooledProgram {
  readonly id: number;
  readonly definition: ProgramDefinition;
  /** Shared by events that run together, exclusive for one that runs alone. */
  readonly lock: SharedLock;
}

interface Entry extends PooledProgram {
  readonly key: string;
  users: number;
  sizeBytes: number;
  lastUsedAt: number;
}

/** Of a usual program, until the child has told its real size. */
const ASSUMED_SIZE_BYTES = 5 * 1024 * 1024;

/** The programs that a child keeps warm: as many as its memory is meant to hold. */
export class ProgramPool {
  readonly #maxBytes: number;
  readonly #close: (programId: number) => void;
  readonly #byKey = new Map<string, Entry>();
  readonly #byId = new Map<number, Entry>();
  #sizeBytes = 0;
  #lastId = 0;

  /**
   * @param maxBytes of all programs; those that are in use may pass it
   * @param close is told which program the child is to forget
   */
  constructor(maxBytes: number, close: (programId: number) => void) {
    this.#maxBytes = maxBytes;
    this.#close = close;
  }

  /** Of all programs, as the child last told them. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The programs that were used last, the latest first. */
  latest(count: number): readonly ProgramKey[] {
    return [...this.#byKey.values()]
      .toSorted((one, other) => other.lastUsedAt - one.lastUsedAt)
      .slice(0, count);
  }

  /** Runs `task` with the program that is known by `key`; it stays open for as long. */
  async use<T>(program: ProgramKey, task: (program: PooledProgram) => Promise<T>): Promise<T> {
    const entry = this.#byKey.get(program.key) ?? this.#add(program);
    entry.users += 1;
    // Not before it is in use: the newcomer is not the one to go.
    this.#closeSome();
    try {
      return await task(entry);
    } finally {
      entry.users -= 1;
      entry.lastUsedAt = performance.now();
    }
  }

  /** What the child says that a program holds, in bytes. */
  resize(programId: number, sizeBytes: number): void {
    const entry = this.#byId.get(programId);
    if (entry === undefined) return;
    this.#sizeBytes += sizeBytes - entry.sizeBytes;
    entry.sizeBytes = sizeBytes;
    this.#closeSome();
  }

  #add({ key, definition }: ProgramKey): Entry {
    this.#lastId += 1;
    const entry = {
      key,
      id: this.#lastId,
      definition,
      lock: new SharedLock(),
      users: 0,
      sizeBytes: ASSUMED_SIZE_BYTES,
      lastUsedAt: performance.now(),
    };
    this.#byKey.set(key, entry);
    this.#byId.set(entry.id, entry);
    this.#sizeBytes += entry.sizeBytes;
    return entry;
  }

  #closeSome(): void {
    while (this.#sizeBytes > this.#maxBytes) {
      const entry = chooseToClose(idleOf(this.#byId.values()), performance.now());
      if (entry === null) return;
      this.#byKey.delete(entry.key);
      this.#byId.delete(entry.id);
      this.#sizeBytes -= entry.sizeBytes;
      this.#close(entry.id);
    }
  }
}

function* idleOf(entries: Iterable<Entry>): Iterable<Entry> {
  for (const entry of entries) if (entry.users === 0) yield entry;
}
