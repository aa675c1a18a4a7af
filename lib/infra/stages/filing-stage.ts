import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { QueueAlarms } from '../alarms/queue-alarms.ts';
import { raiseErrorsAlarm } from '../alarms/raise-errors-alarm.ts';
import type { AppOptions } from '../app-options.ts';
import { grantFiling } from '../grants/grant-filing.ts';
import type { KeptBucket } from '../state/kept-bucket.ts';
import type { PipelineQueue } from '../state/pipeline-queue.ts';
import { StageFunction } from './stage-function.ts';

export interface FilingStageProps {
  readonly options: AppOptions;
  readonly codeFolder: string;
  /** What the runbook calls it. */
  readonly name: string;
  readonly folder: 'dead-letters' | 'rejected-events';
  readonly queue: PipelineQueue;
  readonly maxConcurrency: number;
  readonly filed: KeptBucket;
  readonly key: Key;
}

/** It waits for S3 and holds one batch of at most 6 MB. */
const MEMORY_MB = 256;
/** A message that failed once is back after ten minutes; older ones are not taken. */
const OLDEST_SECONDS = 900;

/** Dead-letters queue, or rejected-events queue → a file each in S3. */
export class FilingStage extends Construct {
  readonly stage: StageFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: FilingStageProps) {
    super(scope, id);
    const { options, codeFolder, name, folder, queue, maxConcurrency, filed, key } = props;
    const topicArn = options.alarmTopicArn;
    this.stage = new StageFunction(this, 'Stage', {
      options,
      codeFolder,
      description: `Sluice ${folder}: files ${name.toLowerCase()} in S3`,
      memoryMb: MEMORY_MB,
    });
    this.stage.takeFrom(queue, { maxConcurrency });
    grantFiling(this.stage, filed, { folder, key });
    this.alarms = [
      ...new QueueAlarms(this, 'Queue', { queue, name, oldestSeconds: OLDEST_SECONDS, topicArn }).alarms,
      raiseErrorsAlarm(this.stage, { name: `${name} stage`, topicArn }),
    ];
  }
}
