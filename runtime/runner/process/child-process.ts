import { rm } from 'node:fs/promises';
import type { Report } from '../../sandbox/chunk.ts';
import { UNSTOPPABLE_SIGNAL } from '../../sandbox/end-process.ts';
import type { ProgramDefinition } from '../../sandbox/program-definition.ts';
import type { Opened } from '../../sandbox/warm-program.ts';
import type { DeathCause } from './child-died.ts';
import { ChildDied } from './child-died.ts';
import type { ChildOptions } from './child/serve-parent.ts';
import { decodeEnded } from './ended-text.ts';
import type { Frame } from './frames.ts';
import { encodeFrame, FLAG, FRAME, FrameReader } from './frames.ts';
import type { MemoryClaim } from './memory-watch.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { SpawnedChild } from './spawn-child.ts';
import { spawnChild } from './spawn-child.ts';
import { Turns } from './turns.ts';

/** Events that are sent together; see runtime/sandbox/chunk.ts. */
export interface ChunkToSend {
  readonly programId: number;
  readonly events: readonly string[];
  readonly isBatch: boolean;
  readonly isArray: boolean;
  readonly isAlone: boolean;
  readonly isRecorded: boolean;
  readonly memoryMb: number;
  /** When the child is killed if it hasn't ended the chunk itself, in milliseconds from now. */
  readonly killAfterMs: number;
}

export interface ChildLimits {
  /** The child's entry, a JavaScript or TypeScript file. */
  readonly childPath: string;
  /** Programs that are kept open at most. */
  readonly maxPrograms: number;
  /** Of its resident memory, in MiB; past it the child is killed. */
  readonly maxResidentMb: number;
}

/** Something that the child was asked for. */
interface Task extends MemoryClaim {
  readonly killAt: number;
  fail(died: ChildDied): void;
}

interface ChunkTask extends Task {
  readonly report: Report;
  readonly finish: () => void;
  left: number;
}

interface OpenTask extends Task {
  readonly finish: (opened: Opened) => void;
}

/** A guest fills some 50 MB in this time; a look costs 15 µs. */
const WATCH_INTERVAL_MS = 25;
/**
 * Loading is all computing, and its time limit is a wall clock. Of 45 programs that were opened at once on two busy cores the
 * first was ready after 1.45 s, near its limit, and the last no sooner than now, after 1.17 s.
 */
const MAX_OPENING_AT_ONCE = 4;
const KEPT_STDERR_LENGTH = 2_000;

/**
 * A child that owns the isolates, seen from its parent, who watches it and kills it when it must.
 *
 * Tasks (chunks to run, programs to open) are under way until the child answers. When it dies, each task under way
 * fails with the same `ChildDied`; the child is of no use then.
 */
export class ChildProcess {
  readonly #spawned: SpawnedChild;
  readonly #memory: MemoryWatch;
  readonly #chunks = new Map<number, ChunkTask>();
  readonly #opening = new Map<number, OpenTask>();
  readonly #openTurns = new Turns(MAX_OPENING_AT_ONCE);
  readonly #opened = new Map<number, Promise<Opened>>();
  readonly #gone: Promise<void>;
  #lastChunkId = 0;
  #reason: DeathCause = 'crashed';
  #isGone = false;
  #stderr = '';
  #watch: NodeJS.Timeout | null = null;
  #onReady = ignore;
  /** Invocations that rest at the same time each wait for an answer of their own. */
  readonly #resting: (() => void)[] = [];

  /** @throws Error when the child can't be started, with what it said */
  static async start(
    { childPath, maxPrograms, maxResidentMb }: ChildLimits,
    options: ChildOptions,
  ): Promise<ChildProcess> {
    const child = new ChildProcess(spawnChild(childPath, maxPrograms), maxResidentMb);
    const ready = new Promise<void>((resolve) => {
      child.#onReady = resolve;
    });
    child.#send({ kind: FRAME.start, text: JSON.stringify(options) });
    await Promise.race([ready, child.#gone]);
    if (child.#isGone)
      throw new Error(`Cannot start the runner's child: ${child.#stderr.trim() || 'it ended at once'}`);
    return child;
  }

  private constructor(spawned: SpawnedChild, maxResidentMb: number) {
    this.#spawned = spawned;
    this.#memory = new MemoryWatch(spawned.process.pid, maxResidentMb);
    const reader = new FrameReader((frame) => this.#take(frame));
    spawned.pipe.on('data', (piece: Buffer) => {
      try {
        reader.push(piece);
      } catch (error) {
        // A child that a guest has taken over may say anything; it may not take its parent along.
        this.#stderr += String(error);
        this.#kill('crashed');
      }
    });
    // A broken pipe is the sign of a death that `close` tells of.
    spawned.pipe.on('error', ignore);
    spawned.process.stderr?.on('data', (piece: Buffer) => {
      this.#stderr = (this.#stderr + piece.toString()).slice(-KEPT_STDERR_LENGTH);
    });
    const closed = new Promise<void>((resolve) => {
      spawned.process.once('error', (error) => {
        this.#stderr ||= error.message;
        resolve();
      });
      spawned.process.once('close', (_, signal) => {
        if (signal === UNSTOPPABLE_SIGNAL) this.#reason = 'deadline';
        resolve();
      });
    });
    this.#gone = closed.then(() => this.#bury());
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Loads a program, or says what it is when it is loaded. What can't be loaded is tried anew the next time. */
  open(programId: number, definition: ProgramDefinition, killAfterMs: number): Promise<Opened> {
    const { memoryMb } = definition.limits;
    const known = this.#opened.get(programId);
    if (known !== undefined) return known;
    const load = (): Promise<Opened> =>
      new Promise((finish, fail) => {
        const killAt = performance.now() + killAfterMs;
        this.#begin(this.#opening, programId, { finish, fail, programId, memoryMb, killAt });
        this.#send({ kind: FRAME.open, programId, text: JSON.stringify(definition) });
      });
    const opened = this.#openTurns.take(load).then((answer) => {
      if ('failure' in answer) this.#opened.delete(programId);
      return answer;
    });
    this.#opened.set(programId, opened);
    return opened;
  }

  /** Runs a chunk; `report` is told as its events end. Resolves when all have. @throws ChildDied */
  run({ programId, events, memoryMb, killAfterMs, ...how }: ChunkToSend, report: Report): Promise<void> {
    this.#lastChunkId += 1;
    const chunkId = this.#lastChunkId;
    const count = events.length;
    return new Promise((finish, fail) => {
      const killAt = performance.now() + killAfterMs;
      this.#begin(this.#chunks, chunkId, { report, finish, fail, programId, memoryMb, killAt, left: count });
      const flags = flagsOf(how);
      this.#send({ kind: FRAME.run, programId, chunkId, flags, count, text: events.join('\n') });
    });
  }

  close(programId: number): void {
    this.#opened.delete(programId);
    this.#memory.forget(programId);
    this.#send({ kind: FRAME.close, programId });
  }

  /** Has the child close its idle connections, and waits until it has. */
  async rest(): Promise<void> {
    if (this.#isGone) return;
    const rested = new Promise<void>((resolve) => {
      this.#resting.push(resolve);
    });
    this.#send({ kind: FRAME.rest });
    await Promise.race([rested, this.#gone]);
  }

  async dispose(): Promise<void> {
    this.#kill('crashed');
    await this.#gone;
  }

  #send(frame: Partial<Frame> & Pick<Frame, 'kind'>): void {
    if (!this.#isGone) this.#spawned.pipe.write(encodeFrame(frame));
  }

  #begin<T extends Task>(tasks: Map<number, T>, id: number, task: T): void {
    if (this.#isGone) {
      task.fail(new ChildDied(this.#reason, { wasAlone: false }));
      return;
    }
    tasks.set(id, task);
    this.#memory.begin(task);
    this.#watch ??= setInterval(() => this.#look(), WATCH_INTERVAL_MS);
  }

  #take({ kind, programId, chunkId, text }: Frame): void {
    switch (kind) {
      case FRAME.ready:
        this.#onReady();
        return;
      case FRAME.opened:
        this.#opening.get(programId)?.finish(JSON.parse(text) as Opened);
        this.#opening.delete(programId);
        break;
      case FRAME.ended:
        this.#endEvents(chunkId, text);
        break;
      case FRAME.rested:
        this.#resting.shift()?.();
        return;
      case FRAME.start:
      case FRAME.open:
      case FRAME.run:
      case FRAME.close:
      case FRAME.rest:
        throw new Error(`Cannot take a frame of kind ${kind}: it is a parent's, not a child's`);
    }
    this.#stopWatchWhenIdle();
  }

  #endEvents(chunkId: number, text: string): void {
    const chunk = this.#chunks.get(chunkId);
    if (chunk === undefined) return;
    const ended = decodeEnded(text);
    chunk.report(ended);
    chunk.left -= ended.length;
    if (chunk.left > 0) return;
    this.#chunks.delete(chunkId);
    chunk.finish();
  }

  #look(): void {
    const now = performance.now();
    const tasks = [...this.#chunks.values(), ...this.#opening.values()];
    const cause = tasks.some(({ killAt }) => now > killAt) ? 'deadline' : this.#memory.findExcess();
    if (cause !== null) this.#kill(cause);
  }

  #kill(reason: DeathCause): void {
    if (this.#isGone) return;
    this.#reason = reason;
    this.#spawned.process.kill('SIGKILL');
  }

  async #bury(): Promise<void> {
    this.#isGone = true;
    const tasks = [...this.#chunks.values(), ...this.#opening.values()];
    const wasAlone = tasks.length === 1 && this.#reason !== 'crowded';
    const died = new ChildDied(this.#reason, { wasAlone });
    this.#chunks.clear();
    this.#opening.clear();
    this.#opened.clear();
    this.#stopWatchWhenIdle();
    for (const task of tasks) task.fail(died);
    await rm(this.#spawned.folder, { recursive: true, force: true });
  }

  #stopWatchWhenIdle(): void {
    if (this.#watch === null || this.#chunks.size > 0 || this.#opening.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = null;
    this.#memory.rest();
  }
}

function flagsOf({
  isBatch,
  isArray,
  isAlone,
  isRecorded,
}: Pick<ChunkToSend, 'isBatch' | 'isArray' | 'isAlone' | 'isRecorded'>): number {
  const batch = isArray ? FLAG.array : FLAG.batch;
  return (isBatch ? batch : 0) | (isAlone ? FLAG.alone : 0) | (isRecorded ? FLAG.recorded : 0);
}

function ignore(): void {}
