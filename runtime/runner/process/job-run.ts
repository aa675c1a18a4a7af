import type { Limits } from '../../contract/manifest.ts';
import type { Failed } from '../../contract/outcome.ts';
import { failed } from '../../contract/outcome.ts';
import type { Ended } from '../../sandbox/chunk.ts';
import type { Opened } from '../../sandbox/warm-program.ts';
import type { DeathCause } from './child-died.ts';
import { ChildDied } from './child-died.ts';
import type { ChildProcess } from './child-process.ts';
import type { PooledProgram } from './program-pool.ts';
import type { Redactor } from './redact.ts';
import type { Job, RunResult } from '../runner.ts';
import type { SharedLock } from './shared-lock.ts';

/** Runs `task` with the program in its isolate number `copy`, counting from 0. */
export type UseProgram = <T>(copy: number, task: (program: PooledProgram) => Promise<T>) => Promise<T>;

export interface JobServices {
  readonly useProgram: UseProgram;
  readonly redactor: Redactor;
  /** Shared by all that run, exclusive for what may have ended the child. */
  readonly childLock: SharedLock;
  readonly getChild: () => Promise<ChildProcess>;
}

/** Events that enter a guest together: few enough to answer soon, enough that the pipe costs little for each. */
const CHUNK_EVENTS = 40;
/** Of one job, in the child at once: enough to keep an isolate busy, or many requests waiting. */
const MAX_EVENTS_UNDER_WAY = 200;
/** Events that run alone, each in an isolate of its own: mostly they wait for the partner. */
const MAX_ALONE_AT_ONCE = 8;
/** The isolate for events that run together; the others are for those that run alone. */
const SHARED_COPY = 0;
/** What the child has beyond a chunk's own deadline to end it, before it is killed. */
const KILL_GRACE_MS = 900;
/** A program has a second to be loaded, or its CPU limit if that is more. */
const MIN_LOAD_MS = 1_000;

/**
 * One job's way through the child. Its events are, in this order,
 *
 * - *together*: several chunks at once, as many events in each as pay;
 * - *alone*, in an isolate that nothing else runs in, where chunks ended, or the child died, and nobody can tell whose
 *   fault it was;
 * - *suspect*, alone in the whole child, where the child died while several ran alone.
 *
 * What the job's budget doesn't allow to start stays as it is.
 */
export class JobRun {
  readonly #job: Job;
  readonly #services: JobServices;
  readonly #results: RunResult[];
  /** When each event that ran alone was last begun. */
  readonly #startedAt = new Map<number, number>();

  constructor(job: Job, services: JobServices) {
    this.#job = job;
    this.#services = services;
    this.#results = job.events.map(() => ({ kind: 'not-started' }));
  }

  /** @throws Error when no child can be started */
  async run(): Promise<readonly RunResult[]> {
    const { alone = false, record = false, events } = this.#job;
    let waiting = events.map((_, index) => index);
    if (record) {
      for (const indexes of await this.#groupRecorded(waiting)) await this.#runAlone(indexes, SHARED_COPY);
    } else if (alone) {
      await this.#runEachAlone(waiting);
    } else {
      while (waiting.length > 0 && this.#mayStart()) {
        const { again, unsent } = await this.#runTogether(waiting);
        await this.#runEachAlone(again);
        waiting = unsent;
      }
    }
    return this.#results;
  }

  #mayStart(): boolean {
    return performance.now() < this.#job.startBefore;
  }

  #runTogether(waiting: readonly number[]): Promise<Together> {
    const { childLock, useProgram } = this.#services;
    return useProgram(SHARED_COPY, (program) =>
      childLock.shared(() => program.lock.shared(() => this.#sendTogether(waiting, program))),
    );
  }

  async #sendTogether(waiting: readonly number[], program: PooledProgram): Promise<Together> {
    const child = await this.#services.getChild();
    const opened = await open(child, program).catch(deathOf);
    // Whether the first delivery's program ended the child, or another's, shows when it is run alone.
    if (opened instanceof ChildDied) return { again: waiting.slice(0, 1), unsent: waiting.slice(1) };
    if ('failure' in opened) return this.#settleAll(waiting, opened.failure);

    const isBatch = opened.handlers.includes('onBatch');
    const chunks = chunksOf(waiting, isBatch ? this.#job.program.manifest.batch.maxCount : CHUNK_EVENTS);
    const again: number[] = [];
    const underWay = new Map<Promise<void>, number>();
    let sent = 0;
    for (const indexes of chunks) {
      while (underWay.size > 0 && sum(underWay.values()) + indexes.length > MAX_EVENTS_UNDER_WAY) {
        await Promise.race(underWay.keys());
      }
      if (child.isGone || !this.#mayStart()) break;
      sent += indexes.length;
      const sending = this.#send({ child, program }, indexes, { isBatch, isAlone: false }, again)
        .catch((error: unknown) => {
          deathOf(error);
          again.push(
            ...indexes.filter(
              (index) => this.#results[index]?.kind === 'not-started' && !again.includes(index),
            ),
          );
        })
        .finally(() => underWay.delete(sending));
      underWay.set(sending, indexes.length);
    }
    await Promise.all(underWay.keys());
    return { again, unsent: child.isGone ? waiting.slice(sent) : [] };
  }

  /** Runs events each in an isolate that nothing else runs in, some side by side. */
  async #runEachAlone(indexes: readonly number[]): Promise<void> {
    const waiting = [...indexes];
    const work = async (copy: number): Promise<void> => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        await this.#runAlone([index], copy);
      }
    };
    const copies = Math.min(MAX_ALONE_AT_ONCE, waiting.length);
    await Promise.all(Array.from({ length: copies }, (_, copy) => work(SHARED_COPY + 1 + copy)));
  }

  /** Runs events with nothing else in their isolate. */
  async #runAlone(indexes: readonly number[], copy: number): Promise<void> {
    const { childLock, useProgram } = this.#services;
    const died = await useProgram(copy, (program) =>
      childLock.shared(() => program.lock.exclusive(() => this.#tryAlone(indexes, program))),
    );
    if (died === null) return;
    if (died.wasAlone) this.#blame(indexes, died);
    else await this.#runSuspect(indexes);
  }

  /** Runs events with nothing else in the child: if it dies, it is theirs. */
  async #runSuspect(indexes: readonly number[]): Promise<void> {
    const { childLock, useProgram } = this.#services;
    const died = await useProgram(SHARED_COPY, (program) =>
      childLock.exclusive(async () => {
        const first = await this.#tryAlone(indexes, program);
        // Other programs were at rest in that child; in the next there are none.
        return first?.reason === 'crowded' ? this.#tryAlone(indexes, program) : first;
      }),
    );
    if (died !== null) this.#blame(indexes, died);
  }

  async #tryAlone(indexes: readonly number[], program: PooledProgram): Promise<ChildDied | null> {
    if (!this.#mayStart()) return null;
    try {
      const child = await this.#services.getChild();
      const opened = await open(child, program);
      if ('failure' in opened) {
        this.#settleAll(indexes, opened.failure);
        return null;
      }
      const again: number[] = [];
      for (const index of indexes) this.#startedAt.set(index, performance.now());
      await this.#send(
        { child, program },
        indexes,
        { isBatch: opened.handlers.includes('onBatch'), isAlone: true },
        again,
      );
      this.#settleAll(again, failed('platform_error', 'The sandbox could not say how the event ended'));
      return null;
    } catch (error) {
      return deathOf(error);
    }
  }

  #send(
    { child, program }: { readonly child: ChildProcess; readonly program: PooledProgram },
    indexes: readonly number[],
    how: { readonly isBatch: boolean; readonly isAlone: boolean },
    again: number[],
  ): Promise<void> {
    const { timeoutMs, cpuMs, memoryMb } = program.definition.limits;
    const chunk = {
      memoryMb,
      ...how,
      programId: program.id,
      events: indexes.map((index) => this.#job.events[index]!),
      isRecorded: this.#job.record ?? false,
      isArray: this.#job.asArray ?? false,
      killAfterMs: timeoutMs + cpuMs + KILL_GRACE_MS,
    };
    return child.run(chunk, (ended) => {
      for (const each of ended) this.#take(indexes[each.index]!, each, again);
    });
  }

  #take(index: number, { outcome, durationMs, recording }: Ended, again: number[]): void {
    const { redactor } = this.#services;
    if (outcome === 'again') {
      again.push(index);
      return;
    }
    this.#results[index] = {
      kind: 'ran',
      outcome: redactor.outcome(outcome),
      durationMs,
      ...(recording === undefined ? {} : { recording: redactor.recording(recording) }),
    };
  }

  #settleAll(indexes: readonly number[], outcome: Failed): Together {
    for (const index of indexes) this.#settle(index, outcome, 0);
    return { again: [], unsent: [] };
  }

  #settle(index: number, outcome: Failed, durationMs: number): void {
    this.#results[index] = { kind: 'ran', outcome: this.#services.redactor.outcome(outcome), durationMs };
  }

  /** The child died while these events, and nothing else, were under way. */
  #blame(indexes: readonly number[], { reason }: ChildDied): void {
    const now = performance.now();
    for (const index of indexes) {
      if (this.#results[index]?.kind !== 'not-started') continue;
      const ranMs = Math.round((now - (this.#startedAt.get(index) ?? now)) * 10) / 10;
      this.#settle(index, describeDeath(reason, ranMs, this.#job.program.manifest.limits), ranMs);
    }
  }

  /** A recorded job hands all events to `onBatch` where there is one, else each to its own handler. */
  async #groupRecorded(indexes: readonly number[]): Promise<readonly (readonly number[])[]> {
    const child = await this.#services.getChild();
    const opened = await this.#services
      .useProgram(SHARED_COPY, (program) => open(child, program))
      .catch(deathOf);
    const isBatch =
      !(opened instanceof ChildDied) && 'handlers' in opened && opened.handlers.includes('onBatch');
    return chunksOf(indexes, isBatch ? this.#job.program.manifest.batch.maxCount : 1);
  }
}

/** What is left of a job after its events ran together. */
interface Together {
  readonly again: readonly number[];
  readonly unsent: number[];
}

function open(child: ChildProcess, { id, definition }: PooledProgram): Promise<Opened> {
  return child.open(id, definition, Math.max(MIN_LOAD_MS, definition.limits.cpuMs) + KILL_GRACE_MS);
}

function chunksOf(indexes: readonly number[], size: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(indexes.length / size) }, (_, at) =>
    indexes.slice(at * size, (at + 1) * size),
  );
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** The death that was the cause; any other error is a fault of ours, and thrown on. */
function deathOf(error: unknown): ChildDied {
  if (error instanceof ChildDied) return error;
  throw error;
}

function describeDeath(reason: DeathCause, ranMs: number, { timeoutMs, cpuMs }: Limits): Failed {
  const childDied = true;
  if (reason !== 'deadline') {
    const message = 'The function ended its process: it ran out of memory or crashed';
    return failed('memory_limit_exceeded', message, { childDied });
  }
  const passed =
    ranMs < timeoutMs ? `used more than ${cpuMs} ms of CPU time` : `did not finish within ${timeoutMs} ms`;
  return failed('gateway_timeout', `The function ${passed} and could not be stopped`, { childDied });
}
