import type { Alarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Alarm as MetricAlarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { chapterLink } from './chapter-link.ts';

export interface RaiseAlarmOptions {
  readonly metric: IMetric;
  /** The alarm is raised where the metric is above it, for as many periods in a row. */
  readonly above: number;
  readonly periods: number;
  /** What is the matter, in one sentence. */
  readonly says: string;
  /** The heading in docs/operating.md that says what to do. */
  readonly chapter: string;
  /** Who is told, also when it is over; `null` for nobody. */
  readonly topicArn: string | null;
}

/** An alarm, with the way to its chapter of the runbook in its description. Nothing measured is nothing wrong. */
export function raiseAlarm(
  scope: Construct,
  id: string,
  { metric, above, periods, says, chapter, topicArn }: RaiseAlarmOptions,
): Alarm {
  const alarm = new MetricAlarm(scope, id, {
    metric,
    threshold: above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: periods,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${says}. What to do: ${chapterLink(chapter)}`,
  });
  if (topicArn !== null) {
    const action = { bind: () => ({ alarmActionArn: topicArn }) };
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
  return alarm;
}
