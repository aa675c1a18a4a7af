import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { PipelineQueue } from '../state/pipeline-queue.ts';
import { raiseAlarm } from './raise-alarm.ts';

export interface QueueAlarmsProps {
  readonly queue: PipelineQueue;
  /** What the runbook calls the queue. */
  readonly name: string;
  /** How old a message may become while all is well. */
  readonly oldestSeconds: number;
  readonly topicArn: string | null;
}

/** SQS measures once a minute. */
const DLQ_PERIOD = Duration.minutes(1);
/** The age is a duration itself, so two looks are enough to rule out a hiccup. */
const AGE_PERIOD = Duration.minutes(5);
const AGE_PERIODS = 2;

/** The plain alarms of a queue: something is in its DLQ, or what is in the queue isn't taken. */
export class QueueAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { queue, name, oldestSeconds, topicArn }: QueueAlarmsProps) {
    super(scope, id);
    const dlq = raiseAlarm(this, 'Dlq', {
      metric: queue.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        period: DLQ_PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      above: 0,
      periods: 1,
      says: `${name}: the platform could not process some messages, and put them into the DLQ`,
      chapter: `${name}: messages in the DLQ`,
      topicArn,
    });
    const oldest = raiseAlarm(this, 'OldestMessage', {
      metric: queue.queue.metricApproximateAgeOfOldestMessage({
        period: AGE_PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      above: oldestSeconds,
      periods: AGE_PERIODS,
      says: `${name}: a message has waited for more than ${oldestSeconds / 60} minutes`,
      chapter: `${name}: oldest message`,
      topicArn,
    });
    this.alarms = [dlq, oldest];
  }
}
