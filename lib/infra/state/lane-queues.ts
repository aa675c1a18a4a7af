import { Construct } from 'constructs';
import type { PipelineTimes } from '../pipeline-times.ts';
import { PipelineQueue } from './pipeline-queue.ts';

export interface LaneQueuesProps {
  readonly times: PipelineTimes;
  /** How long deliveries are collected. */
  readonly windowSeconds: number;
}

/** The two queues of a lane. Retries are collected as deliveries are, so that a batch that failed is a batch again. */
export class LaneQueues extends Construct {
  readonly deliveries: PipelineQueue;
  readonly retries: PipelineQueue;
  readonly windowSeconds: number;

  constructor(scope: Construct, id: string, props: LaneQueuesProps) {
    super(scope, id);
    this.deliveries = new PipelineQueue(this, 'Deliveries', props);
    this.retries = new PipelineQueue(this, 'Retries', props);
    this.windowSeconds = props.windowSeconds;
  }
}
