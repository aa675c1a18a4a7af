import type { Outcome } from '../../runtime/contract/outcome.ts';
import { DELIVERED } from '../../runtime/contract/outcome.ts';
import type { Job, Runner, RunResult } from '../../runtime/runner/runner.ts';

/** What a test wants to become of an event: its outcome, or that its turn doesn't come. */
export type Script = (event: Readonly<Record<string, unknown>>, job: Job) => Outcome | 'not-started';

/** A runner that runs a test's script in place of a program, and remembers its jobs. */
export class FakeRunner implements Runner {
  readonly jobs: Job[] = [];
  script: Script = () => DELIVERED;
  /** Thrown in place of running. */
  failure: Error | null = null;
  rests = 0;

  async run(job: Job): Promise<readonly RunResult[]> {
    this.jobs.push(job);
    if (this.failure !== null) throw this.failure;
    return job.events.map((text) => {
      const outcome = this.script(JSON.parse(text) as Record<string, unknown>, job);
      if (outcome === 'not-started') return { kind: 'not-started' };
      return { kind: 'ran', outcome, durationMs: 5 };
    });
  }

  async rest(): Promise<void> {
    this.rests += 1;
  }

  async dispose(): Promise<void> {}
}
