import type { Failed } from '../../contract/outcome.ts';
import type { Ended, Report } from '../../sandbox/chunk.ts';
import type { Opened } from '../../sandbox/warm-program.ts';
import { Turns } from '../turns.ts';
import { ChildDied } from './child-died.ts';
import type { ChildLink } from './child-link.ts';
import type { ChildOptions } from './child/serve-parent.ts';
import { decodeEnded } from './ended-text.ts';
import type { Frame } from './frames.ts';
import { flagsOf, FRAME } from './frames.ts';
import type { PooledProgram } from './program-pool.ts';
import type { Task, TasksUnderWay } from './tasks-under-way.ts';

/** Events that are sent together; see runtime/sandbox/chunk.ts. */
export interface ChunkToSend {
  readonly events: readonly string[];
  readonly isBatch: boolean;
  readonly isArray: boolean;
  readonly isAlone: boolean;
  readonly isRecorded: boolean;
}

interface ChunkTask extends Task {
  readonly report: Report;
  readonly finish: () => void;
  left: number;
}

interface OpenTask extends Task {
  readonly finish: (opened: Opened) => void;
}

/**
 * Loading is all computing, and its time limit is a wall clock. Of 45 programs that were opened at once on two busy cores the
 * first was ready after 1.45 s, near its limit, and the last no sooner than now, after 1.17 s.
 */
const MAX_OPENING_AT_ONCE = 4;
/** A program has a second to be loaded, or its CPU limit if that is more. */
const MIN_LOAD_MS = 1_000;
/** What the child has beyond a task's own deadline to end it, before it is killed. */
const KILL_GRACE_MS = 900;

/** What a child is asked for, and its answers to that. What is unanswered when it dies fails with `ChildDied`. */
export class ChildCalls {
  readonly #link: ChildLink;
  readonly #tasks: TasksUnderWay;
  readonly #chunks = new Map<number, ChunkTask>();
  readonly #opening = new Map<number, OpenTask>();
  readonly #openTurns = new Turns(MAX_OPENING_AT_ONCE);
  readonly #opened = new Map<number, Promise<Opened>>();
  /** Invocations that rest at the same time each wait for an answer of their own. */
  readonly #resting: (() => void)[] = [];
  readonly #ready = Promise.withResolvers<void>();
  #chunkCount = 0;
  #hasLostIsolate = false;

  constructor(link: ChildLink, tasks: TasksUnderWay) {
    this.#link = link;
    this.#tasks = tasks;
    void link.died.then((cause) => tasks.failAll(cause));
  }

  /** How many chunks it was sent in all. */
  get chunkCount(): number {
    return this.#chunkCount;
  }

  /** Whether an isolate ran out of memory. */
  get hasLostIsolate(): boolean {
    return this.#hasLostIsolate;
  }

  /** Resolves when the child is ready, or dead. */
  async start(options: ChildOptions): Promise<void> {
    this.#link.send({ kind: FRAME.start, text: JSON.stringify(options) });
    await Promise.race([this.#ready.promise, this.#link.cleared]);
  }

  /** Loads a program, or says what it is when it is loaded. What can't be loaded is tried anew the next time. */
  open({ id: programId, definition }: PooledProgram): Promise<Opened> {
    const known = this.#opened.get(programId);
    if (known !== undefined) return known;
    const { memoryMb, cpuMs } = definition.limits;
    const load = (): Promise<Opened> =>
      new Promise((finish, fail) => {
        const killAt = performance.now() + Math.max(MIN_LOAD_MS, cpuMs) + KILL_GRACE_MS;
        const task = { finish, fail, programId, memoryMb, killAt };
        if (!this.#begin(task)) return;
        this.#opening.set(programId, task);
        this.#link.send({ kind: FRAME.open, programId, text: JSON.stringify(definition) });
      });
    const opened = this.#openTurns.take(load).then((answer) => {
      if ('failure' in answer) this.#opened.delete(programId);
      return answer;
    });
    this.#opened.set(programId, opened);
    return opened;
  }

  /** Runs a chunk; `report` is told as its events end. Resolves when all have. */
  run(
    { id: programId, definition }: PooledProgram,
    { events, ...how }: ChunkToSend,
    report: Report,
  ): Promise<void> {
    const { memoryMb, timeoutMs, cpuMs } = definition.limits;
    this.#chunkCount += 1;
    const chunkId = this.#chunkCount;
    const count = events.length;
    return new Promise((finish, fail) => {
      const killAt = performance.now() + timeoutMs + cpuMs + KILL_GRACE_MS;
      const task = { report, finish, fail, programId, memoryMb, killAt, left: count };
      if (!this.#begin(task)) return;
      this.#chunks.set(chunkId, task);
      const text = events.join('\n');
      this.#link.send({ kind: FRAME.run, programId, chunkId, flags: flagsOf(how), count, text });
    });
  }

  close(programId: number): void {
    this.#opened.delete(programId);
    this.#link.send({ kind: FRAME.close, programId });
  }

  /** Has the child close its idle connections, and waits until it has. */
  async rest(): Promise<void> {
    if (this.#link.isCut) return;
    const rested = new Promise<void>((resolve) => {
      this.#resting.push(resolve);
    });
    this.#link.send({ kind: FRAME.rest });
    await Promise.race([rested, this.#link.cleared]);
  }

  /** Takes what the child says. @throws Error for what no child says */
  take({ kind, programId, chunkId, text }: Frame): void {
    switch (kind) {
      case FRAME.ready:
        this.#ready.resolve();
        return;
      case FRAME.opened:
        this.#endOpening(programId, JSON.parse(text) as Opened);
        return;
      case FRAME.ended:
        this.#endEvents(chunkId, decodeEnded(text));
        return;
      case FRAME.rested:
        this.#resting.shift()?.();
        return;
      case FRAME.size:
        // It answers nothing; see ChildProcess.
        return;
      case FRAME.start:
      case FRAME.open:
      case FRAME.run:
      case FRAME.close:
      case FRAME.rest:
        throw new Error(`Cannot take a frame of kind ${kind}: it is a parent's, not a child's`);
    }
  }

  #begin(task: Task): boolean {
    const canBegin = !this.#link.isCut;
    if (canBegin) this.#tasks.begin(task);
    else task.fail(new ChildDied('crashed', { wasAlone: false }));
    return canBegin;
  }

  #endOpening(programId: number, opened: Opened): void {
    const task = this.#opening.get(programId);
    if (task === undefined) return;
    this.#opening.delete(programId);
    if ('failure' in opened) this.#noteFailure(opened.failure);
    this.#tasks.end(task);
    task.finish(opened);
  }

  #endEvents(chunkId: number, ended: readonly Ended[]): void {
    const chunk = this.#chunks.get(chunkId);
    if (chunk === undefined) return;
    for (const { outcome } of ended) {
      if (outcome !== 'again' && outcome.kind === 'failed') this.#noteFailure(outcome);
    }
    chunk.report(ended);
    chunk.left -= ended.length;
    if (chunk.left > 0) return;
    this.#chunks.delete(chunkId);
    this.#tasks.end(chunk);
    chunk.finish();
  }

  /** With this code a child tells of an isolate that is lost, and of nothing else. */
  #noteFailure({ code }: Failed): void {
    if (code === 'memory_limit_exceeded') this.#hasLostIsolate = true;
  }
}
