import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MAX_REQUEST_BYTES } from '../../../runtime/queues/pack-requests.ts';
import type { PipelineTimes } from '../pipeline-times.ts';
import { visibilitySeconds } from '../pipeline-times.ts';

export interface PipelineQueueProps {
  readonly times: PipelineTimes;
  /** How long its event source collects messages. Default: 0, each is taken at once. */
  readonly windowSeconds?: number;
}

/**
 * A queue of the pipeline, and the DLQ for what the platform itself could not process of it. Standard, not FIFO: no order is
 * promised. Encrypted with keys of SQS (docs/decisions/0009-keys-for-what-rests.md), over TLS alone, and kept when the stack
 * is deleted.
 */
export class PipelineQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { times, windowSeconds = 0 }: PipelineQueueProps) {
    super(scope, id);
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // As much as we ever send in one message: said, since it was a quarter of that by default not long ago.
      maxMessageSizeBytes: MAX_REQUEST_BYTES,
      retentionPeriod: Duration.days(times.retentionDays),
      removalPolicy: RemovalPolicy.RETAIN,
    };
    this.deadLetterQueue = new Queue(this, 'Dlq', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.seconds(visibilitySeconds(times, windowSeconds)),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: times.maxReceiveCount },
    });
  }
}
