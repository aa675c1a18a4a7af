import { readFileSync } from 'node:fs';

/** A program that begins, and its memory limit. */
export interface MemoryClaim {
  readonly programId: number;
  readonly memoryMb: number;
}

const PAGE_BYTES = 4_096;
const MIB = 1024 * 1024;
/**
 * What a program may really take, against its limit, before the child is killed. isolated-vm's own limit is soft: a
 * program of 64 MB was seen to hold 770 for five seconds. Bodies of requests lie outside of the isolate.
 */
const MEMORY_FACTOR = 1.5;
const MEMORY_SLACK_MB = 96;

/**
 * Weighs what a child holds against what its programs may take beyond what it held when the first of them began. Those
 * that have ended count until all have: at rest, a program may keep what it took.
 */
export class MemoryWatch {
  readonly #pid: number | undefined;
  readonly #maxBytes: number;
  /** What it held when the first had just begun; `null` where nothing is under way. */
  #startBytes: number | null = null;
  #restingBytes = 0;
  /** Of all that have begun since, in MiB. */
  readonly #limitsMb = new Map<number, number>();

  /** @param maxMb of resident memory, whatever is under way, in MiB */
  constructor(pid: number | undefined, maxMb: number) {
    this.#pid = pid;
    this.#maxBytes = maxMb * MIB;
  }

  /** What the child held when it last began to work after a rest, in bytes; 0 before. */
  get restingBytes(): number {
    return this.#restingBytes;
  }

  begin({ programId, memoryMb }: MemoryClaim): void {
    this.#limitsMb.set(programId, memoryMb);
  }

  /** The program is closed, and holds nothing any more. */
  forget(programId: number): void {
    this.#limitsMb.delete(programId);
  }

  /** @returns `memory` when what has begun took too much, `crowded` when only all programs together did */
  findExcess(): 'memory' | 'crowded' | null {
    const residentBytes = this.#readResidentBytes();
    if (this.#startBytes === null) {
      this.#startBytes = residentBytes;
      this.#restingBytes = residentBytes;
    }
    if (residentBytes > this.#startBytes + this.#allowedBytes()) return 'memory';
    return residentBytes > this.#maxBytes ? 'crowded' : null;
  }

  /** Nothing is under way any more. */
  rest(): void {
    this.#startBytes = null;
    this.#limitsMb.clear();
  }

  #allowedBytes(): number {
    let totalMb = MEMORY_SLACK_MB;
    for (const memoryMb of this.#limitsMb.values()) totalMb += memoryMb * MEMORY_FACTOR;
    return totalMb * MIB;
  }

  /** 15 µs. */
  #readResidentBytes(): number {
    try {
      const [, residentPages] = readFileSync(`/proc/${this.#pid}/statm`, 'utf8').split(' ');
      return Number(residentPages) * PAGE_BYTES;
    } catch {
      // It is gone already, or this is no Linux: the isolate's own limit remains.
      return 0;
    }
  }
}
