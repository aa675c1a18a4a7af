import { VARIABLES } from '../../../functions/variables.ts';
import type { AppOptions } from '../app-options.ts';
import type { Runner } from '../stages/runner.ts';
import type { StageFunction } from '../stages/stage-function.ts';

/** Lets a stage have the runner's function run things, `atOnce` at most by each of its invocations. */
export function grantRunning(
  stage: StageFunction,
  runner: Runner,
  { atOnce, options }: { readonly atOnce: number; readonly options: Pick<AppOptions, 'tenantIsolation'> },
): void {
  const { functionArn, functionName } = runner.stage.function;
  stage.allow(['lambda:InvokeFunction'], [functionArn], {
    variables: {
      [VARIABLES.runnerFunction]: functionName,
      [VARIABLES.runnerIsolation]: options.tenantIsolation ? 'subscription' : 'none',
      [VARIABLES.maxInvocationsAtOnce]: String(atOnce),
    },
  });
}
