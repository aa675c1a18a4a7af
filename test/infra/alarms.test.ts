import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { chapterSlug } from '../../lib/infra/alarms/chapter-link.ts';
import type { Synthesized } from './support/synthesize.ts';
import { synthesize } from './support/synthesize.ts';

const RUNBOOK = join(import.meta.dirname, '../../docs/operating.md');
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const QUEUES = ['Events', 'StreamLaneDeliveries', 'StreamLaneRetries', 'DeadLetters', 'RejectedEvents'];

interface Alarm {
  readonly AlarmDescription: string;
  readonly MetricName?: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly Period?: number;
  readonly TreatMissingData: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly Dimensions?: readonly { readonly Value: unknown }[];
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: unknown }[];
}

describe('the alarms', () => {
  let synthesized: Synthesized;
  let plain: readonly Alarm[];
  let computed: readonly Alarm[];

  beforeAll(async () => {
    synthesized = await synthesize({ alarmTopicArn: TOPIC });
    plain = alarmsOf(synthesized.functions);
    computed = alarmsOf(synthesized.alarms);
  });
  afterAll(async () => {
    await synthesized[Symbol.asyncDispose]();
  });

  test('each have a chapter of their own in the runbook, and the runbook has no other', async () => {
    const linked = [...plain, ...computed].map(
      ({ AlarmDescription }) => /docs\/operating\.md#(\S+)$/.exec(AlarmDescription)?.[1],
    );
    const runbook = await readFile(RUNBOOK, 'utf8');
    const chapters = Array.from(runbook.matchAll(/^### (.+)$/gm), ([, heading = '']) => chapterSlug(heading));
    expect(new Set(linked)).toEqual(new Set(chapters));
    expect(linked).toHaveLength(chapters.length);
  });

  test.each(QUEUES)('tell of a single message in the DLQ of %s within a minute', (name) => {
    const alarm = plain.find((each) => isOn(each, 'ApproximateNumberOfMessagesVisible', name));
    expect(alarm).toMatchObject({ Threshold: 0, EvaluationPeriods: 1, Period: 60 });
  });

  test.each([
    ['Events', 900],
    ['StreamLaneDeliveries', 900],
    ['StreamLaneRetries', 1_800],
    ['DeadLetters', 900],
    ['RejectedEvents', 900],
  ])('tell when the oldest message of %s is older than %i s', (name, seconds) => {
    const alarm = plain.find((each) => isOn(each, 'ApproximateAgeOfOldestMessage', name));
    expect(alarm).toMatchObject({ Threshold: seconds, EvaluationPeriods: 2, Period: 300 });
  });

  test('tell of each stage, and of a runner, whose invocations fail', () => {
    expect(plain.filter(({ MetricName }) => MetricName === 'Errors')).toHaveLength(5);
  });

  test('tell when half of what the runner is asked for is throttled', () => {
    const alarm = computed.find(({ AlarmDescription }) =>
      AlarmDescription.includes('#runner-invocations-throttled'),
    );
    expect(alarm).toMatchObject({ Threshold: 50, EvaluationPeriods: 3 });
    expect(JSON.stringify(alarm?.Metrics)).toMatch(/RunnerStageFunction/);
  });

  test('page nobody for dead letters: what is filed raises none', () => {
    expect(JSON.stringify([...plain, ...computed])).not.toContain('deadLettered');
  });

  test('tell the topic when they are raised and when they are over', () => {
    for (const alarm of [...plain, ...computed]) {
      expect(alarm).toMatchObject({
        AlarmActions: [TOPIC],
        OKActions: [TOPIC],
        TreatMissingData: 'notBreaching',
      });
    }
  });

  test('tell nobody where no topic is given', async () => {
    await using silent = await synthesize();
    for (const alarm of alarmsOf(silent.functions)) expect(alarm.AlarmActions).toBeUndefined();
  });

  test('ask for ten metrics at most where they compute', () => {
    expect(computed).toHaveLength(4);
    for (const { Metrics = [] } of computed) {
      expect(Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length).toBeLessThanOrEqual(10);
    }
  });

  test('stand under one light that tells nobody by itself', () => {
    const composites = Object.values(synthesized.alarms.findResources('AWS::CloudWatch::CompositeAlarm'));
    expect(composites).toHaveLength(1);
    const [light] = composites.map(({ Properties }) => Properties as Readonly<Record<string, unknown>>);
    expect(light?.AlarmActions).toBeUndefined();
    expect(JSON.stringify(light?.AlarmRule).match(/ALARM\(/g)).toHaveLength(plain.length + computed.length);
  });

  test('are on a dashboard with each stage and each queue', () => {
    const [dashboard] = Object.values(synthesized.alarms.findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard);
    for (const stage of ['router', 'dispatcher', 'dead-letters', 'rejected-events']) {
      expect(body).toContain(`\\"stage\\",\\"${stage}\\"`);
    }
    expect(body).toMatch(/RunnerStageFunction/);
    for (const queue of QUEUES) expect(body).toMatch(new RegExp(`${queue}Queue[0-9A-F]{8}QueueName`));
  });
});

function alarmsOf(template: Template): readonly Alarm[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties as Alarm,
  );
}

function isOn({ MetricName, Dimensions }: Alarm, metricName: string, queue: string): boolean {
  return (
    MetricName === metricName && new RegExp(`FnGetAtt${queue}(?:Dlq|Queue)`).test(JSON.stringify(Dimensions))
  );
}
