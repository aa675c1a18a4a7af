import { createFunctionRunner } from '../../runtime/runner/function/function-runner.ts';
import { LambdaInvoker } from '../../runtime/runner/function/lambda-invoker.ts';
import type { Runner } from '../../runtime/runner/runner.ts';
import { linkProgram } from '../../runtime/stores/link-program.ts';
import type { Environment } from '../environment.ts';
import { readChoice, readText, readWhole } from '../environment.ts';
import { VARIABLES } from '../variables.ts';
import type { DispatcherParts } from './open-dispatcher.ts';

/** Lambda's default for a whole account. */
const MAX_INVOCATIONS = 1_000;

/** The Runner that has the function named in the environment run everything. Its links are signed by our own role. */
export function openFunctionRunner(environment: Environment, { s3, log }: DispatcherParts): Runner {
  const bucket = readText(environment, VARIABLES.programsBucket);
  return createFunctionRunner({
    invoker: new LambdaInvoker(readText(environment, VARIABLES.runnerFunction)),
    linkProgram: (hash, lifeMs) => linkProgram(s3, { bucket, hash, lifeSeconds: Math.ceil(lifeMs / 1_000) }),
    maxInvocationsAtOnce: readWhole(environment, VARIABLES.maxInvocationsAtOnce, {
      min: 1,
      max: MAX_INVOCATIONS,
    }),
    isolation: readChoice(environment, VARIABLES.runnerIsolation, ['none', 'subscription']),
    onProblem: ({ kind, ...fields }) => log(`invocation-${kind}`, fields),
  });
}
