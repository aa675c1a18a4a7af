import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { StageFunction } from '../stages/stage-function.ts';
import { raiseAlarm } from './raise-alarm.ts';

const PERIOD = Duration.minutes(5);
/** An invocation may be lost with its machine; some in each of three periods are no accident. */
const PERIODS = 3;

/** The plain alarm of a stage whose invocations end by error or timeout, so that whole batches are received again. */
export function raiseErrorsAlarm(
  stage: StageFunction,
  { name, topicArn }: { readonly name: string; readonly topicArn: string | null },
): Alarm {
  return raiseAlarm(stage, 'Errors', {
    metric: stage.function.metricErrors({ period: PERIOD, statistic: Stats.SUM }),
    above: 0,
    periods: PERIODS,
    says: `${name}: invocations have failed for a quarter of an hour`,
    chapter: `${name}: invocations fail`,
    topicArn,
  });
}
