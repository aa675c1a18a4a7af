import type { StackProps } from 'aws-cdk-lib';
import { Duration, Stack } from 'aws-cdk-lib';
import type { Alarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmRule, AlarmState, CompositeAlarm, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { raiseAlarm } from './alarms/raise-alarm.ts';
import { shareOf } from './alarms/share-of.ts';
import { stageMetric } from './alarms/stage-metric.ts';
import type { AppOptions } from './app-options.ts';
import { STAGES } from './assets/stages.ts';
import { PipelineDashboard } from './dashboard/pipeline-dashboard.ts';
import type { FunctionsStack } from './functions-stack.ts';
import type { StageFunction } from './stages/stage-function.ts';
import type { StateStack } from './state-stack.ts';

export interface AlarmsStackProps extends StackProps {
  readonly options: AppOptions;
  readonly state: StateStack;
  readonly functions: FunctionsStack;
}

const PERIOD = Duration.minutes(5);
/** A burst that is over within a quarter of an hour needs nobody. */
const PERIODS = 3;
/** Lambda tries a throttled batch again by itself; where one of ten is, deliveries are late. */
const MAX_THROTTLED_PERCENT = 10;
/** The dispatcher asks again up to some forty times a minute: where most are refused, its budget goes by in waiting. */
const MAX_RUNNER_THROTTLED_PERCENT = 50;
/** A message that fails is received again after ten minutes; one of twenty isn't a hiccup any more. */
const MAX_FAILED_PERCENT = 5;
/** Some are put off whenever a partner is slow; where every second one is, the lane is too small, or broken. */
const MAX_POSTPONED_PERCENT = 50;

/** What needs more than one metric to tell, one light over all alarms, and the dashboard. */
export class AlarmsStack extends Stack {
  constructor(scope: Construct, id: string, { options, state, functions, ...props }: AlarmsStackProps) {
    super(scope, id, props);
    const alarms = [
      ...functions.alarms,
      this.#throttles(functions, options),
      ...this.#runnerThrottles(functions, options),
      this.#failedMessages(options),
      this.#postponed(options),
    ];
    this.#oneLight(alarms);
    new PipelineDashboard(this, 'Dashboard', { state, functions });
  }

  #throttles(functions: FunctionsStack, { alarmTopicArn: topicArn }: AppOptions): Alarm {
    const { router, streamLane, deadLetters, rejectedEvents } = functions;
    const stages = [router.stage, streamLane.dispatcher, deadLetters.stage, rejectedEvents.stage];
    return raiseAlarm(this, 'Throttles', {
      metric: throttledShare(stages),
      above: MAX_THROTTLED_PERCENT,
      periods: PERIODS,
      says: `More than ${MAX_THROTTLED_PERCENT} % of invocations are throttled`,
      chapter: 'All stages: invocations throttled',
      topicArn,
    });
  }

  /** Apart from the stages': the dispatcher, not Lambda, asks again, and nothing is received for it. */
  #runnerThrottles({ runner }: FunctionsStack, { alarmTopicArn: topicArn }: AppOptions): readonly Alarm[] {
    if (runner === null) return [];
    const alarm = raiseAlarm(this, 'RunnerThrottles', {
      metric: throttledShare([runner.stage]),
      above: MAX_RUNNER_THROTTLED_PERCENT,
      periods: PERIODS,
      says: `More than ${MAX_RUNNER_THROTTLED_PERCENT} % of the runner's invocations are throttled`,
      chapter: 'Runner: invocations throttled',
      topicArn,
    });
    return [alarm];
  }

  #failedMessages({ alarmTopicArn: topicArn }: AppOptions): Alarm {
    const ofAll = (name: string) => STAGES.map((stage) => stageMetric(stage, name));
    return raiseAlarm(this, 'FailedMessages', {
      metric: shareOf(ofAll('failedItems'), ofAll('messages'), { label: 'failed messages, %' }),
      above: MAX_FAILED_PERCENT,
      periods: PERIODS,
      says: `More than ${MAX_FAILED_PERCENT} % of messages could not be processed and are received again`,
      chapter: 'All stages: messages fail',
      topicArn,
    });
  }

  #postponed({ alarmTopicArn: topicArn }: AppOptions): Alarm {
    const postponed = stageMetric('dispatcher', 'postponed');
    return raiseAlarm(this, 'Postponed', {
      metric: shareOf([postponed], [stageMetric('dispatcher', 'deliveries')], {
        label: 'postponed deliveries, %',
      }),
      above: MAX_POSTPONED_PERCENT,
      periods: PERIODS,
      says: `More than ${MAX_POSTPONED_PERCENT} % of deliveries are put off without an attempt`,
      chapter: 'Dispatcher: deliveries are postponed',
      topicArn,
    });
  }

  /** Tells nobody, since each alarm under it does: for a wall, and for what rolls a deployment back. */
  #oneLight(alarms: readonly Alarm[]): void {
    new CompositeAlarm(this, 'AnyAlarm', {
      alarmDescription: 'Sluice: at least one of its alarms is raised',
      alarmRule: AlarmRule.anyOf(...alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
  }
}

function throttledShare(stages: readonly StageFunction[]): IMetric {
  const sum = { statistic: Stats.SUM, period: PERIOD };
  const throttles = stages.map((stage) => stage.function.metricThrottles(sum));
  const invocations = stages.map((stage) => stage.function.metricInvocations(sum));
  return shareOf(throttles, [...throttles, ...invocations], { label: 'throttled, %' });
}
