import { readFileSync } from 'node:fs';

/** A program under way, and its memory limit. */
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

/** Weighs what a child holds against what the programs under way may take beyond what it held before them. */
export class MemoryWatch {
  readonly #pid: number | undefined;
  readonly #maxBytes: number;
  /** What it held when what is under way had just begun. */
  #restingBytes: number | null = null;

  /** @param maxMb of resident memory, whatever is under way, in MiB */
  constructor(pid: number | undefined, maxMb: number) {
    this.#pid = pid;
    this.#maxBytes = maxMb * MIB;
  }

  /** @returns `memory` when the programs under way took too much, `crowded` when only all programs together did */
  excessOf(claims: readonly MemoryClaim[]): 'memory' | 'crowded' | null {
    const residentBytes = this.#readResidentBytes();
    this.#restingBytes ??= residentBytes;
    if (residentBytes > this.#restingBytes + allowedBytes(claims)) return 'memory';
    return residentBytes > this.#maxBytes ? 'crowded' : null;
  }

  /** Nothing is under way any more. */
  rest(): void {
    this.#restingBytes = null;
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

function allowedBytes(claims: readonly MemoryClaim[]): number {
  const limits = new Map(claims.map(({ programId, memoryMb }) => [programId, memoryMb]));
  let totalMb = MEMORY_SLACK_MB;
  for (const memoryMb of limits.values()) totalMb += memoryMb * MEMORY_FACTOR;
  return totalMb * MIB;
}
