import { createHash } from 'node:crypto';
import { failed } from '../../contract/outcome.ts';
import type { ChildLimits } from './child-process.ts';
import { ChildProcess } from './child-process.ts';
import type { ChildOptions } from './child/serve-parent.ts';
import type { UseProgram } from './job-run.ts';
import { JobRun } from './job-run.ts';
import { prepareSettings } from './prepare-settings.ts';
import { ProgramPool } from './program-pool.ts';
import { createRedactor } from './redact.ts';
import type { Job, Runner, RunResult } from '../runner.ts';
import { SharedLock } from './shared-lock.ts';

export interface ProcessRunnerOptions extends Partial<Omit<ChildOptions, 'guestSource'>> {
  /** The child's entry: runtime/runner/process/child/main.ts, or what it was bundled to. */
  readonly childPath: string;
  /** The prelude, as `buildGuest()` makes it. */
  readonly guestSource: string;
  /** Programs kept warm at most, each in an isolate of some MB. Default: 64. */
  readonly maxPrograms?: number;
  /** Of the child's resident memory, in MiB; past it the child is killed. Default: 1,100. */
  readonly maxResidentMb?: number;
}

const MAX_PROGRAMS = 64;
/** Leaves the parent its share of a Lambda function with 1,769 MiB, which is one whole core. */
const MAX_RESIDENT_MB = 1_100;

/** Starts a Runner whose isolates live in a child process. The child is started at once, and again when it dies. */
export function createProcessRunner(options: ProcessRunnerOptions): ProcessRunner {
  return new ProcessRunner(options);
}

/** A Runner that isolates crashes: a program that ends its process costs its own delivery an attempt, and no other. */
export class ProcessRunner implements Runner {
  readonly #limits: ChildLimits;
  readonly #childOptions: ChildOptions;
  readonly #programs: ProgramPool;
  /** Shared by all that run, exclusive for what may end the child. */
  readonly #childLock = new SharedLock();
  #child: Promise<ChildProcess>;
  #isDisposed = false;

  constructor({
    childPath,
    guestSource,
    allowPrivateNetwork = [],
    respond = null,
    maxPrograms = MAX_PROGRAMS,
    maxResidentMb = MAX_RESIDENT_MB,
  }: ProcessRunnerOptions) {
    this.#limits = { childPath, maxPrograms, maxResidentMb };
    this.#childOptions = { guestSource, allowPrivateNetwork, respond };
    this.#child = this.#start();
    this.#programs = new ProgramPool(maxPrograms, (programId) => {
      void this.#child.then((child) => child.close(programId)).catch(() => {});
    });
  }

  async run(job: Job): Promise<readonly RunResult[]> {
    const { manifest } = job.program;
    const prepared = prepareSettings(job.settings, manifest.settings);
    if ('problem' in prepared) {
      const outcome = failed('invalid_settings', prepared.problem);
      return job.events.map(() => ({ kind: 'ran', outcome, durationMs: 0 }));
    }
    return new JobRun(job, {
      useProgram: this.#programOf(job, JSON.stringify(prepared.settings)),
      redactor: createRedactor(prepared.settings, manifest.settings),
      childLock: this.#childLock,
      getChild: () => this.#livingChild(),
    }).run();
  }

  async rest(): Promise<void> {
    const child = await this.#child.catch(() => null);
    await child?.rest();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const child = await this.#child.catch(() => null);
    await child?.dispose();
  }

  #start(): Promise<ChildProcess> {
    const child = ChildProcess.start(this.#limits, this.#childOptions);
    // Whoever runs something is told; until then nobody needs to know.
    child.catch(() => {});
    return child;
  }

  /** @throws Error when no child can be started */
  async #livingChild(): Promise<ChildProcess> {
    const current = this.#child;
    const child = await current.catch(() => null);
    if (child !== null && !child.isGone) return child;
    if (this.#isDisposed) throw new Error('Cannot run: the runner is disposed of');
    // Of all that see the same dead child, the first starts the next one.
    if (this.#child === current) this.#child = this.#start();
    return this.#child;
  }

  /** The program with these settings, for this destination and nobody else's, in as many isolates as are asked for. */
  #programOf({ program, destinationId }: Job, settingsText: string): UseProgram {
    const { kind, code, fileName, libraries = [], sourceMap = null, manifest } = program;
    const { limits, egress: allowedHosts } = manifest;
    const definition = { kind, code, fileName, libraries, sourceMap, settingsText, limits, allowedHosts };
    const settingsHash = createHash('sha256').update(settingsText).digest('base64');
    const key = `${destinationId} ${program.hash} ${settingsHash}`;
    return (copy, task) => this.#programs.use(`${key} ${copy}`, definition, task);
  }
}
