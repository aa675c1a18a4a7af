import type { Opened } from '../../sandbox/warm-program.ts';
import type { Job } from '../runner.ts';
import type { ChildProcess } from './child-process.ts';
import type { JobResults } from './job-results.ts';
import type { PooledProgram } from './program-pool.ts';

/** How events are sent: to `onBatch` or to their own handlers; and whether nothing else runs in the isolate. */
export interface SendOptions {
  readonly isBatch: boolean;
  readonly isAlone: boolean;
}

/** A program of a job, in the child that runs it. */
export class ProgramInChild {
  readonly child: ChildProcess;
  readonly #program: PooledProgram;
  readonly #job: Job;
  readonly #results: JobResults;

  constructor(
    child: ChildProcess,
    program: PooledProgram,
    { job, results }: { readonly job: Job; readonly results: JobResults },
  ) {
    this.child = child;
    this.#program = program;
    this.#job = job;
    this.#results = results;
  }

  /** Loads the program where it isn't loaded. @throws ChildDied */
  open(): Promise<Opened> {
    return this.child.calls.open(this.#program);
  }

  /**
   * Runs events of the job together. Those that have no outcome when it resolves are to run again, alone.
   * @throws ChildDied
   */
  send(indexes: readonly number[], how: SendOptions): Promise<void> {
    const { events, record = false, asArray = false } = this.#job;
    const chunk = {
      ...how,
      events: indexes.map((index) => events[index]!),
      isRecorded: record,
      isArray: asArray,
    };
    return this.child.calls.run(this.#program, chunk, (ended) => {
      for (const each of ended) this.#results.end(indexes[each.index]!, each);
    });
  }
}
