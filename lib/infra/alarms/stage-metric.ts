import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS_DIMENSION, METRICS_NAMESPACE } from '../../../functions/batch-line.ts';
import type { StageName } from '../assets/stages.ts';

const PERIOD = Duration.minutes(5);

/** A count that a stage writes into the line that it logs for a batch, summed over five minutes. */
export function stageMetric(stage: StageName, name: string): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: { [METRICS_DIMENSION]: stage },
    statistic: Stats.SUM,
    period: PERIOD,
    label: name,
  });
}
