import { Duration } from 'aws-cdk-lib';
import type { IMetric, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Dashboard, GraphWidget, PeriodOverride, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { stageMetric } from '../alarms/stage-metric.ts';
import type { StageName } from '../assets/stages.ts';
import type { FunctionsStack } from '../functions-stack.ts';
import type { StateStack } from '../state-stack.ts';
import type { PipelineQueue } from '../state/pipeline-queue.ts';

export interface PipelineDashboardProps {
  readonly state: StateStack;
  readonly functions: FunctionsStack;
}

const PERIOD = Duration.minutes(5);
/** A dashboard is 24 columns wide: three graphs in a row. */
const WIDTH = 8;
const HEIGHT = 6;

/** A row for each stage in the order of the flow: what it does, what waits for it, how it runs. Metrics only: nothing here is read from logs. */
export class PipelineDashboard extends Construct {
  constructor(scope: Construct, id: string, { state, functions }: PipelineDashboardProps) {
    super(scope, id);
    const { streamLane, events, deadLetters, rejectedEvents } = state;
    const dashboard = new Dashboard(this, 'Dashboard', { periodOverride: PeriodOverride.AUTO });
    dashboard.addWidgets(
      title('Events → router'),
      ofStage('router', ['accepted', 'rejected', 'deliveries', 'sentOn', 'failedItems']),
      waiting([['events', events]]),
      running(functions.router.stage.function),
      title('Deliveries and retries → dispatcher → partners'),
      ofStage('dispatcher', [
        'delivered',
        'discarded',
        'retried',
        'postponed',
        'deadLettered',
        'failedItems',
      ]),
      waiting([
        ['deliveries', streamLane.deliveries],
        ['retries', streamLane.retries],
      ]),
      running(functions.streamLane.dispatcher.function),
      ...ofRunner(functions.runner),
      title('Given up, and not accepted → S3'),
      filed(),
      waiting([
        ['dead letters', deadLetters],
        ['rejected events', rejectedEvents],
      ]),
      inDlqs([
        ['events', events],
        ['deliveries', streamLane.deliveries],
        ['retries', streamLane.retries],
        ['dead letters', deadLetters],
        ['rejected events', rejectedEvents],
      ]),
    );
  }
}

type NamedQueue = readonly [label: string, queue: PipelineQueue];
type FunctionMetrics = FunctionsStack['router']['stage']['function'];

function title(text: string): IWidget {
  return new TextWidget({ markdown: `## ${text}`, width: 3 * WIDTH, height: 1 });
}

function graph(name: string, left: readonly IMetric[], right: readonly IMetric[] = []): IWidget {
  return new GraphWidget({ title: name, left: [...left], right: [...right], width: WIDTH, height: HEIGHT });
}

function ofStage(stage: StageName, names: readonly string[]): IWidget {
  return graph(
    `${stage}: what came of it`,
    names.map((name) => stageMetric(stage, name)),
  );
}

/** Apart from what Lambda says of it there is nothing to see: it logs nothing, and the dispatcher counts what comes of it. */
function ofRunner(runner: FunctionsStack['runner']): readonly IWidget[] {
  if (runner === null) return [];
  return [title('Dispatcher → runner → partners'), running(runner.stage.function)];
}

function filed(): IWidget {
  const items = (stage: StageName, label: string) => stageMetric(stage, 'items').with({ label });
  const failed = (stage: StageName, label: string) => stageMetric(stage, 'failedItems').with({ label });
  return graph('filed', [
    items('dead-letters', 'dead letters'),
    items('rejected-events', 'rejected events'),
    failed('dead-letters', 'dead letters that failed'),
    failed('rejected-events', 'rejected events that failed'),
  ]);
}

function waiting(queues: readonly NamedQueue[]): IWidget {
  const options = { period: PERIOD, statistic: Stats.MAXIMUM };
  return graph(
    'waiting: messages, and the oldest in seconds (right)',
    queues.map(([label, { queue }]) => queue.metricApproximateNumberOfMessagesVisible({ ...options, label })),
    queues.map(([label, { queue }]) =>
      queue.metricApproximateAgeOfOldestMessage({ ...options, label: `${label}, age` }),
    ),
  );
}

function inDlqs(queues: readonly NamedQueue[]): IWidget {
  return graph(
    'in DLQs',
    queues.map(([label, { deadLetterQueue }]) =>
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
        statistic: Stats.MAXIMUM,
        label,
      }),
    ),
  );
}

function running(lambda: FunctionMetrics): IWidget {
  const sum = { period: PERIOD, statistic: Stats.SUM };
  return graph(
    'invocations, and their p95 in milliseconds (right)',
    [
      lambda.metricInvocations({ ...sum, label: 'invocations' }),
      lambda.metricErrors({ ...sum, label: 'errors' }),
      lambda.metricThrottles({ ...sum, label: 'throttled' }),
      lambda.metric('ConcurrentExecutions', { period: PERIOD, statistic: Stats.MAXIMUM, label: 'at once' }),
    ],
    [lambda.metricDuration({ period: PERIOD, statistic: Stats.percentile(95), label: 'p95' })],
  );
}
