import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { VARIABLES } from '../../../functions/variables.ts';
import { QueueAlarms } from '../alarms/queue-alarms.ts';
import { raiseErrorsAlarm } from '../alarms/raise-errors-alarm.ts';
import type { AppOptions } from '../app-options.ts';
import { grantDestinationReads } from '../grants/grant-destination-reads.ts';
import { grantOpeningSettings } from '../grants/grant-opening-settings.ts';
import { grantProgramReads } from '../grants/grant-program-reads.ts';
import { grantRunning } from '../grants/grant-running.ts';
import { grantSending } from '../grants/grant-sending.ts';
import { reserveSeconds } from '../pipeline-times.ts';
import type { KeptBucket } from '../state/kept-bucket.ts';
import type { LaneQueues } from '../state/lane-queues.ts';
import type { PipelineQueue } from '../state/pipeline-queue.ts';
import type { Registry } from '../state/registry.ts';
import type { Runner } from './runner.ts';
import { RUNNER_MEMORY_MB } from './runner.ts';
import { StageFunction } from './stage-function.ts';

export interface LaneProps {
  readonly options: AppOptions;
  readonly codeFolder: string;
  /** What the runbook calls the lane. */
  readonly name: string;
  readonly queues: LaneQueues;
  readonly deliveriesConcurrency: number;
  /** Smaller than that of deliveries: what fails may not keep out what is new. */
  readonly retriesConcurrency: number;
  /** What runs partners' functions, and how often at once for an invocation; `null`: a child of the dispatcher. */
  readonly runner: { readonly runner: Runner; readonly atOnce: number } | null;
  readonly registry: Registry;
  readonly programs: KeptBucket;
  readonly key: Key;
  readonly deadLetters: PipelineQueue;
}

/**
 * It waits for the runner and for queues, and holds a batch of 6 MB at most, as text, in parts and in answers: some 100 MB
 * beside its own 80. What it computes, signatures and JSON, it computes with 0.3 of a core.
 */
const WAITING_MEMORY_MB = 512;
/** A message holds one destination's deliveries, and a batch has ten messages. */
const MAX_DESTINATIONS_AT_ONCE = 10;
/** A message that failed once is back after ten minutes; older ones are not taken. */
const OLDEST_DELIVERY_SECONDS = 900;
/** A retry waits for a quarter of an hour at most, and may then fail once. */
const OLDEST_RETRY_SECONDS = 1_800;
const SECOND_MS = 1_000;

/** Deliveries queue and retries queue → dispatcher → runner → partners; → retries queue again, or dead-letters queue. */
export class Lane extends Construct {
  readonly dispatcher: StageFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: LaneProps) {
    super(scope, id);
    const { options, name, queues, key } = props;
    const { deliveries, retries, windowSeconds } = queues;
    const topicArn = options.alarmTopicArn;
    this.dispatcher = new StageFunction(this, 'Dispatcher', {
      options,
      codeFolder: props.codeFolder,
      description: `Sluice dispatcher, ${name.toLowerCase()}: has partners' functions run for deliveries`,
      memoryMb: props.runner === null ? RUNNER_MEMORY_MB : WAITING_MEMORY_MB,
    });
    this.dispatcher.takeFrom(deliveries, { maxConcurrency: props.deliveriesConcurrency, windowSeconds });
    this.dispatcher.takeFrom(retries, { maxConcurrency: props.retriesConcurrency, windowSeconds });
    this.dispatcher.tell({
      [VARIABLES.budgetMs]: String(options.times.budgetSeconds * SECOND_MS),
      [VARIABLES.reserveMs]: String(reserveSeconds(options.times) * SECOND_MS),
      [VARIABLES.maxDestinationsAtOnce]: String(MAX_DESTINATIONS_AT_ONCE),
    });
    if (props.runner === null) {
      this.dispatcher.tell({ [VARIABLES.allowPrivateNetwork]: options.allowPrivateNetwork.join(',') });
    } else {
      grantRunning(this.dispatcher, props.runner.runner, { atOnce: props.runner.atOnce, options });
    }
    grantDestinationReads(this.dispatcher, props.registry);
    grantProgramReads(this.dispatcher, props.programs, key);
    grantOpeningSettings(this.dispatcher, key);
    grantSending(this.dispatcher, retries, VARIABLES.retriesQueueUrl);
    grantSending(this.dispatcher, props.deadLetters, VARIABLES.deadLettersQueueUrl);
    this.alarms = [
      ...new QueueAlarms(this, 'Deliveries', {
        queue: deliveries,
        name: `${name} deliveries`,
        oldestSeconds: OLDEST_DELIVERY_SECONDS,
        topicArn,
      }).alarms,
      ...new QueueAlarms(this, 'Retries', {
        queue: retries,
        name: `${name} retries`,
        oldestSeconds: OLDEST_RETRY_SECONDS,
        topicArn,
      }).alarms,
      raiseErrorsAlarm(this.dispatcher, { name: `${name} dispatcher`, topicArn }),
    ];
  }
}
