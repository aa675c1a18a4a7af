import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { VARIABLES } from '../../../functions/variables.ts';
import type { Lane } from '../../../runtime/contract/delivery.ts';
import { QueueAlarms } from '../alarms/queue-alarms.ts';
import { raiseErrorsAlarm } from '../alarms/raise-errors-alarm.ts';
import type { AppOptions } from '../app-options.ts';
import { grantFiling } from '../grants/grant-filing.ts';
import { grantRoutingLookups } from '../grants/grant-routing-lookups.ts';
import { grantSending } from '../grants/grant-sending.ts';
import type { KeptBucket } from '../state/kept-bucket.ts';
import type { PipelineQueue } from '../state/pipeline-queue.ts';
import type { Registry } from '../state/registry.ts';
import { StageFunction } from './stage-function.ts';

export interface RouterProps {
  readonly options: AppOptions;
  readonly codeFolder: string;
  /** The queue that it takes from, and sends the rest of a large batch to. */
  readonly events: PipelineQueue;
  readonly maxConcurrency: number;
  readonly registry: Registry;
  /** The lane that it sends deliveries by. */
  readonly lane: Lane;
  readonly deliveries: PipelineQueue;
  readonly rejectedEvents: PipelineQueue;
  readonly filed: KeptBucket;
  readonly key: Key;
}

/** Parsing and packing is all computing: 0.6 of a core. A batch of 6 MB, parsed, takes some 100 MB. */
const MEMORY_MB = 1_024;
/** A message that failed once is back after ten minutes; older ones are not taken. */
const OLDEST_SECONDS = 900;

/** Events queue → router → deliveries queue, and what isn't an event → rejected-events queue. */
export class Router extends Construct {
  readonly stage: StageFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: RouterProps) {
    super(scope, id);
    const { options, codeFolder, events, maxConcurrency, key } = props;
    const topicArn = options.alarmTopicArn;
    this.stage = new StageFunction(this, 'Stage', {
      options,
      codeFolder,
      description: 'Sluice router: checks events, and makes a delivery for each destination that wants one',
      memoryMb: MEMORY_MB,
    });
    this.stage.takeFrom(events, { maxConcurrency });
    this.stage.tell({ [VARIABLES.lane]: props.lane });
    grantRoutingLookups(this.stage, props.registry);
    grantSending(this.stage, props.deliveries, VARIABLES.deliveriesQueueUrl);
    grantSending(this.stage, events, VARIABLES.eventsQueueUrl);
    grantSending(this.stage, props.rejectedEvents, VARIABLES.rejectedEventsQueueUrl);
    // For a rejected text that is too large for a queue together with its reason.
    grantFiling(this.stage, props.filed, { folder: 'rejected-events', key });
    this.alarms = [
      ...new QueueAlarms(this, 'Events', {
        queue: events,
        name: 'Events',
        oldestSeconds: OLDEST_SECONDS,
        topicArn,
      }).alarms,
      raiseErrorsAlarm(this.stage, { name: 'Router', topicArn }),
    ];
  }
}
