// Before all else: the child starts while the rest is loaded.
import { runner } from '../process-runner.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { ProgramDownloads } from './program-downloads.ts';
import { createRunJobs } from './run-jobs.ts';

const downloads = new ProgramDownloads();

export const handler = createRunJobs({
  runner,
  getProgram: (link) => downloads.get(link),
  clock: SYSTEM_CLOCK,
});
