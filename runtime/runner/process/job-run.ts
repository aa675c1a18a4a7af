import { failed } from '../../contract/outcome.ts';
import { mayStart } from '../may-start.ts';
import type { Job, RunResult } from '../runner.ts';
import { ChildDied, deathOf } from './child-died.ts';
import type { ChildProcess } from './child-process.ts';
import type { Children } from './children.ts';
import { groupIndexes } from './group-indexes.ts';
import { JobResults } from './job-results.ts';
import { ProgramInChild } from './program-in-child.ts';
import type { ProgramKey } from './program-pool.ts';
import type { Redactor } from './redact.ts';
import { sendTogether } from './send-together.ts';

export interface JobServices {
  readonly children: Children;
  /** The program, for the job's destination with its settings. */
  readonly program: ProgramKey;
  readonly redactor: Redactor;
}

/** Events of one job that run alone, each in an isolate of its own: mostly they wait for the partner. */
const MAX_ALONE_AT_ONCE = 8;
/** The isolate for events that run together; the others are for those that run alone. */
const SHARED_COPY = 0;

/** Events that run in one entry and share their fate, by their indexes: mostly one. */
type Group = readonly number[];

/**
 * One job's way through the children. Its events are, in this order,
 *
 * - *together*: several chunks at once, as many events in each as pay;
 * - *alone*, in an isolate that nothing else runs in, where chunks ended, or the child died, and nobody can tell whose
 *   fault it was;
 * - *apart*, one by one in a child that nobody else uses, where the child died while several ran alone. Once one has
 *   ended a child by itself, the job is *guilty*, and the rest of it runs apart too: it has cost the others enough.
 *
 * What the job's budget doesn't allow to start stays as it is.
 */
export class JobRun {
  readonly #job: Job;
  readonly #services: JobServices;
  readonly #results: JobResults;
  #isGuilty = false;

  constructor(job: Job, services: JobServices) {
    this.#job = job;
    this.#services = services;
    this.#results = new JobResults(job.events.length, services.redactor);
  }

  /** @throws Error when no child can be started */
  async run(): Promise<readonly RunResult[]> {
    const { alone = false, record = false, events } = this.#job;
    const indexes = events.map((_, index) => index);
    if (record) await this.#runInOrder(indexes);
    else if (alone) await this.#runEachAlone(indexes);
    else await this.#runTogether(indexes);
    return this.#results.all;
  }

  async #runTogether(indexes: readonly number[]): Promise<void> {
    let waiting = indexes;
    while (waiting.length > 0 && mayStart(this.#job) && !this.#isGuilty) {
      const sent = await this.#inMainChild(SHARED_COPY, 'shared', (program) =>
        this.#sendTogether(program, waiting),
      );
      await this.#runEachAlone(this.#results.openOf(waiting.slice(0, sent)));
      waiting = waiting.slice(sent);
    }
    if (this.#isGuilty) await this.#runApart(groupIndexes(waiting, 1));
  }

  /** @returns how many of the events, from the first on, were sent, or need not be */
  async #sendTogether(program: ProgramInChild, indexes: readonly number[]): Promise<number> {
    const opened = await program.open().catch(deathOf);
    // Whether the first delivery's program ended the child, or another's, shows when it is run alone.
    if (opened instanceof ChildDied) return 1;
    if ('handlers' in opened) {
      return sendTogether(program, { job: this.#job, indexes, handlers: opened.handlers });
    }
    this.#results.failOpen(indexes, opened.failure);
    return indexes.length;
  }

  /** Runs events each in an isolate that nothing else runs in, some side by side. */
  async #runEachAlone(indexes: readonly number[]): Promise<void> {
    const waiting = [...groupIndexes(indexes, 1)];
    while (waiting.length > 0 && mayStart(this.#job) && !this.#isGuilty) {
      const suspects: Group[] = [];
      const work = async (copy: number): Promise<void> => {
        while (suspects.length === 0 && !this.#isGuilty) {
          const group = waiting.shift();
          if (group === undefined) return;
          if (await this.#isSuspect(group, copy)) suspects.push(group);
        }
      };
      const copies = Math.min(MAX_ALONE_AT_ONCE, waiting.length);
      await Promise.all(Array.from({ length: copies }, (_, copy) => work(SHARED_COPY + 1 + copy)));
      await this.#runApart(suspects);
    }
    if (this.#isGuilty) await this.#runApart(waiting);
  }

  /** A recorded job hands all events to `onBatch` where there is one, else each to its own handler, in one isolate. */
  async #runInOrder(indexes: readonly number[]): Promise<void> {
    const opened = await this.#inMainChild(SHARED_COPY, 'shared', (program) => program.open().catch(deathOf));
    const isBatch = 'handlers' in opened && opened.handlers.includes('onBatch');
    for (const group of groupIndexes(indexes, isBatch ? this.#job.program.manifest.batch.maxCount : 1)) {
      if (this.#isGuilty || (await this.#isSuspect(group, SHARED_COPY))) await this.#runApart([group]);
    }
  }

  /** Runs events alone in an isolate. @returns whether the child died and it may have been another's doing */
  async #isSuspect(group: Group, copy: number): Promise<boolean> {
    const death = await this.#inMainChild(copy, 'exclusive', (program) => this.#tryAlone(group, program));
    if (death === 'none') return false;
    if (death.wasAlone) this.#blame(group, death);
    return !death.wasAlone;
  }

  /** Runs groups one by one in a child that nothing else runs in: whatever ends it is their own doing. */
  async #runApart(groups: readonly Group[]): Promise<void> {
    const waiting = [...groups];
    while (waiting.length > 0 && mayStart(this.#job)) {
      await this.#services.children.useSpare(async (child) => {
        for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
          const death = await this.#inChild(child, SHARED_COPY, 'exclusive', (program) =>
            this.#tryAlone(group, program),
          );
          if (death === null) waiting.unshift(group);
          else if (death !== 'none') this.#blame(group, death);
          if (child.isGone) return;
        }
      });
    }
  }

  /** @returns the child's death, where it died */
  async #tryAlone(group: Group, program: ProgramInChild): Promise<ChildDied | 'none'> {
    if (!mayStart(this.#job)) return 'none';
    try {
      const opened = await program.open();
      if ('failure' in opened) {
        this.#results.failOpen(group, opened.failure);
        return 'none';
      }
      this.#results.begin(group);
      await program.send(group, { isBatch: opened.handlers.includes('onBatch'), isAlone: true });
      this.#results.failOpen(
        group,
        failed('platform_error', 'The sandbox could not say how the event ended'),
      );
      return 'none';
    } catch (error) {
      return deathOf(error);
    }
  }

  /** Uses the program in the child that takes new work; where that is gone by then, in the next. */
  async #inMainChild<T>(
    copy: number,
    sharing: 'shared' | 'exclusive',
    task: (program: ProgramInChild) => Promise<T & {}>,
  ): Promise<T & {}> {
    for (;;) {
      const child = await this.#services.children.main();
      const answer = await this.#inChild(child, copy, sharing, task);
      if (answer !== null) return answer;
    }
  }

  /** @returns `null`, with nothing begun, where the child is gone */
  #inChild<T>(
    child: ChildProcess,
    copy: number,
    sharing: 'shared' | 'exclusive',
    task: (program: ProgramInChild) => Promise<T>,
  ): Promise<T | null> {
    const { key, definition } = this.#services.program;
    const work = { job: this.#job, results: this.#results };
    return child.use({ key: `${key} ${copy}`, definition }, sharing, (program) =>
      task(new ProgramInChild(child, program, work)),
    );
  }

  #blame(group: Group, { reason }: ChildDied): void {
    this.#isGuilty = true;
    this.#results.blame(group, reason, this.#job.program.manifest.limits);
  }
}
