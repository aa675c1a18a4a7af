import { createHash } from 'node:crypto';
import { failed } from '../../contract/outcome.ts';
import type { Job, Runner, RunResult } from '../runner.ts';
import type { RetirementLimits } from './child-wear.ts';
import { MAX_RUNS, MAX_UNACCOUNTED_SHARE, MIN_AGE_MS } from './child-wear.ts';
import type { ChildOptions } from './child/serve-parent.ts';
import { Children } from './children.ts';
import { JobRun } from './job-run.ts';
import { prepareSettings } from './prepare-settings.ts';
import type { ProgramKey } from './program-pool.ts';
import { createRedactor } from './redact.ts';

export interface ProcessRunnerOptions extends Partial<Omit<ChildOptions, 'guestSource'>> {
  /** The child's entry: runtime/runner/process/child/main.ts, or what it was bundled to. */
  readonly childPath: string;
  /** The prelude, as `buildGuest()` makes it. */
  readonly guestSource: string;
  /** Of the child's resident memory, in MiB; past it the child is killed. Default: 1,100. */
  readonly maxResidentMb?: number;
  /** Of the programs that are kept warm, together, in MiB. Default: 60 % of `maxResidentMb`. */
  readonly maxWarmMb?: number;
  /** When the child is followed by another. */
  readonly retirement?: Partial<RetirementLimits>;
}

/** Leaves the parent its share of a Lambda function with 1,769 MiB, which is one whole core. */
const MAX_RESIDENT_MB = 1_100;
/** The rest is for programs at work, for bodies of requests, and for what V8 keeps of isolates that were closed. */
const WARM_SHARE = 0.6;

/** Starts a Runner whose isolates live in a child process. The child is started at once, and again when it dies. */
export function createProcessRunner(options: ProcessRunnerOptions): ProcessRunner {
  return new ProcessRunner(options);
}

/** A Runner that isolates crashes: a program that ends its process costs its own delivery an attempt, and no other. */
export class ProcessRunner implements Runner {
  readonly #children: Children;

  constructor({
    childPath,
    guestSource,
    allowPrivateNetwork = [],
    respond = null,
    maxResidentMb = MAX_RESIDENT_MB,
    maxWarmMb = maxResidentMb * WARM_SHARE,
    retirement: {
      maxRuns = MAX_RUNS,
      minAgeMs = MIN_AGE_MS,
      maxUnaccountedMb = maxResidentMb * MAX_UNACCOUNTED_SHARE,
    } = {},
  }: ProcessRunnerOptions) {
    const retirement = { maxRuns, minAgeMs, maxUnaccountedMb };
    this.#children = new Children(
      { childPath, maxResidentMb, maxWarmMb, retirement },
      { guestSource, allowPrivateNetwork, respond },
    );
  }

  async run(job: Job): Promise<readonly RunResult[]> {
    const { manifest } = job.program;
    const prepared = prepareSettings(job.settings, manifest.settings);
    if ('problem' in prepared) {
      const outcome = failed('invalid_settings', prepared.problem);
      return job.events.map(() => ({ kind: 'ran', outcome, durationMs: 0 }));
    }
    return new JobRun(job, {
      children: this.#children,
      program: programKeyOf(job, JSON.stringify(prepared.settings)),
      redactor: createRedactor(prepared.settings, manifest.settings),
    }).run();
  }

  rest(): Promise<void> {
    return this.#children.rest();
  }

  dispose(): Promise<void> {
    return this.#children.dispose();
  }
}

/** The program with these settings, for this destination and nobody else's. */
function programKeyOf({ program, destinationId }: Job, settingsText: string): ProgramKey {
  const { kind, code, fileName, libraries = [], sourceMap = null, manifest } = program;
  const { limits, egress: allowedHosts } = manifest;
  const settingsHash = createHash('sha256').update(settingsText).digest('base64');
  return {
    key: `${destinationId} ${program.hash} ${settingsHash}`,
    definition: { kind, code, fileName, libraries, sourceMap, settingsText, limits, allowedHosts },
  };
}
