import type { Job } from './runner.ts';

/** Whether the job's budget allows to start anything now. */
export function mayStart({ startBefore }: Pick<Job, 'startBefore'>): boolean {
  return performance.now() < startBefore;
}
