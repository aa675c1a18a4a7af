import { ChildCalls } from './child-calls.ts';
import { ChildLink } from './child-link.ts';
import type { RetirementLimits } from './child-wear.ts';
import { isWornOut } from './child-wear.ts';
import type { ChildOptions } from './child/serve-parent.ts';
import type { Frame } from './frames.ts';
import { FRAME } from './frames.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { PooledProgram, ProgramKey } from './program-pool.ts';
import { ProgramPool } from './program-pool.ts';
import { spawnChild } from './spawn-child.ts';
import { TasksUnderWay } from './tasks-under-way.ts';

export interface ChildLimits {
  /** The child's entry, a JavaScript or TypeScript file. */
  readonly childPath: string;
  /** Of its resident memory, in MiB; past it the child is killed. */
  readonly maxResidentMb: number;
  /** Of the programs that are kept warm, together, in MiB. */
  readonly maxWarmMb: number;
  readonly retirement: RetirementLimits;
}

const KIB = 1024;

/**
 * A child that owns the isolates, seen from its parent, who watches it and kills it when it must.
 *
 * - *in use*: jobs use its programs. When it dies, what it was asked for fails with `ChildDied`.
 * - *worn out*: works on, but another child should follow it.
 * - *leaving*: takes no new work, and is ended when what uses it has ended.
 * - *gone*: dead, or killed and about to be; of no use.
 */
export class ChildProcess {
  readonly calls: ChildCalls;
  readonly #link: ChildLink;
  readonly #retirement: RetirementLimits;
  readonly #memory: MemoryWatch;
  readonly #programs: ProgramPool;
  readonly #startedAt = performance.now();
  #users = 0;
  #isLeaving = false;
  #onUnused: () => void = () => {};

  /** @throws Error when the child can't be started, with what it said */
  static async start(limits: ChildLimits, options: ChildOptions): Promise<ChildProcess> {
    const child = new ChildProcess(limits);
    await child.calls.start(options);
    if (!child.isGone) return child;
    throw new Error(`Cannot start the runner's child: ${child.#link.stderr || 'it ended at once'}`);
  }

  private constructor({ childPath, maxResidentMb, maxWarmMb, retirement }: ChildLimits) {
    const spawned = spawnChild(childPath, { maxWarmMb });
    this.#retirement = retirement;
    this.#link = new ChildLink(spawned, (frame) => this.#take(frame));
    this.#memory = new MemoryWatch(spawned.process.pid, maxResidentMb);
    const tasks = new TasksUnderWay(this.#memory, (cause) => this.#link.kill(cause));
    this.calls = new ChildCalls(this.#link, tasks);
    this.#programs = new ProgramPool(maxWarmMb * KIB * KIB, (programId) => {
      this.#memory.forget(programId);
      this.calls.close(programId);
    });
  }

  get isGone(): boolean {
    return this.#link.isCut;
  }

  get takesWork(): boolean {
    return !this.isGone && !this.#isLeaving;
  }

  get isWornOut(): boolean {
    return isWornOut(
      {
        runs: this.calls.chunkCount,
        hasLostIsolate: this.calls.hasLostIsolate,
        ageMs: performance.now() - this.#startedAt,
        unaccountedBytes: this.#memory.restingBytes - this.#programs.sizeBytes,
      },
      this.#retirement,
    );
  }

  /** The programs that were used last, the latest first. */
  latestPrograms(count: number): readonly ProgramKey[] {
    return this.#programs.latest(count);
  }

  /**
   * Keeps a program for as long as `task` uses it. `sharing`: whether others may run in its isolate meanwhile.
   * @returns `null`, with nothing begun, where the child is gone before the program's turn comes
   */
  async use<T>(
    program: ProgramKey,
    sharing: 'shared' | 'exclusive',
    task: (program: PooledProgram) => Promise<T>,
  ): Promise<T | null> {
    this.#users += 1;
    try {
      return await this.#programs.use(program, (pooled) =>
        pooled.lock[sharing](async () => (this.isGone ? null : task(pooled))),
      );
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#onUnused();
    }
  }

  /** Loads programs, so that who uses them next need not wait. */
  async warmUp(programs: readonly ProgramKey[]): Promise<void> {
    // The latest is used last: the order stays what it was.
    const loading = programs.toReversed().map((program) =>
      this.use(program, 'shared', async (pooled) => {
        await this.calls.open(pooled);
      }),
    );
    await Promise.allSettled(loading);
  }

  /** Lets what uses the child end, and ends it then. */
  async retire(): Promise<void> {
    this.#isLeaving = true;
    const { promise: unused, resolve } = Promise.withResolvers<void>();
    this.#onUnused = resolve;
    if (this.#users > 0) await unused;
    await this.dispose();
  }

  async dispose(): Promise<void> {
    this.#link.kill('crashed');
    await this.#link.cleared;
  }

  #take(frame: Frame): void {
    if (frame.kind === FRAME.size) this.#programs.resize(frame.programId, frame.count * KIB);
    else this.calls.take(frame);
  }
}
