import type { Job, Runner, RunResult } from '../runner.ts';
import { Turns } from '../turns.ts';
import type { CallServices } from './job-calls.ts';
import { JobCalls } from './job-calls.ts';
import { tenantOf } from './tenant-of.ts';

export interface FunctionRunnerOptions extends Pick<
  CallServices,
  'invoker' | 'linkProgram' | 'maxInvocationsAtOnce'
> {
  /** `subscription`: microVMs of their own for each subscription, by Lambda's tenant isolation. Default: `none`. */
  readonly isolation?: 'none' | 'subscription';
  /** Default: nobody is told. */
  readonly onProblem?: CallServices['onProblem'];
  /** Default: 100. */
  readonly firstPauseMs?: number;
}

/** Room is made within some tenths of a second, as invocations end. */
const FIRST_PAUSE_MS = 100;

/** A Runner that has a Lambda function run everything: one that may do nothing else, and holds nobody's credentials. */
export function createFunctionRunner({
  invoker,
  linkProgram,
  maxInvocationsAtOnce,
  isolation = 'none',
  onProblem = () => {},
  firstPauseMs = FIRST_PAUSE_MS,
}: FunctionRunnerOptions): Runner {
  const turns = new Turns(maxInvocationsAtOnce);
  return {
    async run(job: Job): Promise<readonly RunResult[]> {
      return new JobCalls(job, {
        invoker,
        linkProgram,
        turns,
        maxInvocationsAtOnce,
        tenantId: isolation === 'subscription' ? tenantOf(job) : undefined,
        onProblem,
        firstPauseMs,
      }).run();
    },
    async rest(): Promise<void> {
      invoker.rest();
    },
    async dispose(): Promise<void> {
      invoker.dispose();
    },
  };
}
