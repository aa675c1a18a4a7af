import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { AppOptions } from './app-options.ts';
import { KeptBucket } from './state/kept-bucket.ts';
import { LaneQueues } from './state/lane-queues.ts';
import { PipelineQueue } from './state/pipeline-queue.ts';
import { Registry } from './state/registry.ts';

export interface StateStackProps extends StackProps {
  readonly options: AppOptions;
}

/** Long enough to notice that a key is about to go, with all that it sealed: the longest that KMS waits. */
const KEY_PENDING_WINDOW = Duration.days(30);
/** The stream lane takes each delivery at once. */
const STREAM_WINDOW_SECONDS = 0;

/**
 * All that must outlive an upgrade. Its resources are kept when the stack is deleted, and their logical ids are held by
 * test/infra/state-stack.test.ts: moving a construct would make a new, empty queue of it.
 */
export class StateStack extends Stack {
  readonly events: PipelineQueue;
  readonly streamLane: LaneQueues;
  readonly deadLetters: PipelineQueue;
  readonly rejectedEvents: PipelineQueue;
  readonly registry: Registry;
  /** Partners' code. Never changes, and is what rolling back goes back to. */
  readonly programs: KeptBucket;
  /** Dead letters and rejected events. What is deleted here is gone, since it may be a person's. */
  readonly filed: KeptBucket;
  /** Seals destinations' settings, and encrypts the buckets. */
  readonly key: Key;

  constructor(scope: Construct, id: string, { options, ...props }: StateStackProps) {
    super(scope, id, props);
    const { times } = options;
    this.events = new PipelineQueue(this, 'Events', { times });
    this.streamLane = new LaneQueues(this, 'StreamLane', { times, windowSeconds: STREAM_WINDOW_SECONDS });
    this.deadLetters = new PipelineQueue(this, 'DeadLetters', { times });
    this.rejectedEvents = new PipelineQueue(this, 'RejectedEvents', { times });
    this.registry = new Registry(this, 'Registry');
    this.key = new Key(this, 'Key', {
      description:
        "Sluice: seals destinations' settings, and encrypts programs, dead letters and rejected events",
      enableKeyRotation: true,
      pendingWindow: KEY_PENDING_WINDOW,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.programs = new KeptBucket(this, 'Programs', { key: this.key, versions: 'kept' });
    this.filed = new KeptBucket(this, 'Filed', {
      key: this.key,
      versions: 'none',
      lifecycleRules: [
        endAfter('dead-letters', options.keepDeadLettersDays),
        endAfter('rejected-events', options.keepRejectedEventsDays),
      ],
    });
    this.#addOutputs();
  }

  /** What producers, operators and the `sluice` command need to know. */
  #addOutputs(): void {
    const queues = {
      Events: this.events,
      StreamDeliveries: this.streamLane.deliveries,
      StreamRetries: this.streamLane.retries,
      DeadLetters: this.deadLetters,
      RejectedEvents: this.rejectedEvents,
    };
    for (const [name, { queue, deadLetterQueue }] of Object.entries(queues)) {
      this.#output(`${name}QueueUrl`, queue.queueUrl);
      this.#output(`${name}QueueArn`, queue.queueArn);
      this.#output(`${name}DlqUrl`, deadLetterQueue.queueUrl);
      this.#output(`${name}DlqArn`, deadLetterQueue.queueArn);
    }
    this.#output('RegistryTableName', this.registry.table.tableName);
    this.#output('ProgramsBucketName', this.programs.bucket.bucketName);
    this.#output('FiledBucketName', this.filed.bucket.bucketName);
    this.#output('KeyArn', this.key.keyArn);
    this.#output('Region', this.region);
  }

  #output(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}

function endAfter(folder: string, days: number) {
  return { id: folder, prefix: `${folder}/`, expiration: Duration.days(days) };
}
