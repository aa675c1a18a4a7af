import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { TenancyConfig } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { VARIABLES } from '../../../functions/variables.ts';
import { raiseErrorsAlarm } from '../alarms/raise-errors-alarm.ts';
import type { AppOptions } from '../app-options.ts';
import { runnerTimeoutSeconds } from '../pipeline-times.ts';
import { StageFunction } from './stage-function.ts';

export interface RunnerProps {
  readonly options: AppOptions;
  readonly codeFolder: string;
}

/**
 * One whole core, since a function that computes keeps it busy, and room for the child: it may have 1,100 MiB, see
 * runtime/runner/process/process-runner.ts.
 */
export const RUNNER_MEMORY_MB = 1_769;

/**
 * The function that runs partners' code for the dispatcher. It is the wall for credentials: its role may write its own log,
 * and is granted nothing here or anywhere else.
 */
export class Runner extends Construct {
  readonly stage: StageFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { options, codeFolder }: RunnerProps) {
    super(scope, id);
    this.stage = new StageFunction(this, 'Stage', {
      options,
      codeFolder,
      description: "Sluice runner: runs partners' functions, and may do nothing else",
      memoryMb: RUNNER_MEMORY_MB,
      timeoutSeconds: runnerTimeoutSeconds(options.times),
      ...(options.tenantIsolation && { tenancy: TenancyConfig.PER_TENANT }),
    });
    this.stage.tell({ [VARIABLES.allowPrivateNetwork]: options.allowPrivateNetwork.join(',') });
    this.alarms = [raiseErrorsAlarm(this.stage, { name: 'Runner', topicArn: options.alarmTopicArn })];
  }
}
