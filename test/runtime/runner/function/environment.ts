import { SYSTEM_CLOCK } from '../../../../functions/clock.ts';
import { ProgramDownloads } from '../../../../functions/runner/program-downloads.ts';
import { createRunJobs } from '../../../../functions/runner/run-jobs.ts';
import { createProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import type { EnvironmentStart, Handled } from './fake-environment.ts';

/**
 * One execution environment of the runner's function, as Lambda has it: a process that runs the real handler, one
 * invocation at a time. It takes what `FakeEnvironment` sends, first what to start with and then payloads.
 */
let handler: ((input: unknown) => Promise<unknown>) | null = null;

process.on('message', (message) => {
  if (handler === null) handler = start(message as EnvironmentStart);
  else void handle(handler, message as string).then((handled) => process.send?.(handled));
});
process.on('disconnect', () => process.exit());

function start({ childPath, guestSource }: EnvironmentStart): (input: unknown) => Promise<unknown> {
  // 'all' stands for "127.0.0.1 at any port", where partners are in tests.
  const runner = createProcessRunner({ childPath, guestSource, allowPrivateNetwork: 'all' });
  const downloads = new ProgramDownloads();
  return createRunJobs({ runner, getProgram: (link) => downloads.get(link), clock: SYSTEM_CLOCK });
}

/** As Node's runtime does: JSON in, JSON out, and what is thrown with its stack. */
async function handle(run: (input: unknown) => Promise<unknown>, payload: string): Promise<Handled> {
  try {
    return { isThrown: false, text: JSON.stringify(await run(JSON.parse(payload))) };
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    const thrown = { errorType: name, errorMessage: message, trace: stack.split('\n') };
    return { isThrown: true, text: JSON.stringify(thrown) };
  }
}
