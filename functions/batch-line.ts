import type { LogFields } from './log.ts';

/** Where the metrics stand in CloudWatch. */
export const METRICS_NAMESPACE = 'Sluice';
/** One metric for each stage and kind of outcome; by destination they would cost $0.30 a month each. */
export const METRICS_DIMENSION = 'stage';

/** How long the batch took, in milliseconds, and what it is counted by. */
export interface BatchCounts {
  readonly messages: number;
  readonly failedItems: number;
  readonly durationMs: number;
  readonly [count: string]: number;
}

/**
 * The one line that a stage logs for a batch. It is in CloudWatch's embedded metric format, so that each of `counts`
 * is a metric of its name too, see
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param details what is said beside the metrics
 */
export function batchLine(counts: BatchCounts, now: number, details: LogFields = {}): LogFields {
  const metrics = Object.keys(counts).map((name) => ({
    Name: name,
    Unit: name === 'durationMs' ? 'Milliseconds' : 'Count',
  }));
  return {
    ...counts,
    ...details,
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: METRICS_NAMESPACE, Dimensions: [[METRICS_DIMENSION]], Metrics: metrics },
      ],
    },
  };
}
