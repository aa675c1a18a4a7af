import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib';
import { readAppOptions } from '../../lib/infra/app-options.ts';
import { Lane } from '../../lib/infra/stages/lane.ts';
import { StateStack } from '../../lib/infra/state-stack.ts';
import { LaneQueues } from '../../lib/infra/state/lane-queues.ts';
import { statementsOf } from './support/statements.ts';
import type { Synthesized } from './support/synthesize.ts';
import { synthesize } from './support/synthesize.ts';

const LOG = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TAKE = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];
const VIA_S3 = {
  StringEquals: {
    'kms:ViaService': {
      'Fn::Join': ['', ['s3.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
    },
  },
};
const [EVENTS, DELIVERIES, RETRIES, DEAD_LETTERS, REJECTED_EVENTS] = [
  'EventsQueue7396B467Arn',
  'StreamLaneDeliveriesQueueFE21279FArn',
  'StreamLaneRetriesQueue24D351CEArn',
  'DeadLettersQueue631681B1Arn',
  'RejectedEventsQueue622746B0Arn',
] as const;
const [TABLE, PROGRAMS, FILED, KEY] = [
  'RegistryTableDB777839Arn',
  'ProgramsBucketD10B35CAArn',
  'FiledBucket30CE018BArn',
  'Key961B73FDArn',
] as const;

describe('SluiceFunctions', () => {
  let synthesized: Synthesized;
  let template: Template;

  beforeAll(async () => {
    synthesized = await synthesize();
    template = synthesized.functions;
  });
  afterAll(async () => {
    await synthesized[Symbol.asyncDispose]();
  });

  test('lets the router look up routes, send on, and file a rejected event, and nothing else', () => {
    expect(statementsOf(template, 'Router')).toEqual([
      { actions: LOG, resources: [expect.stringMatching(/^RouterStageLog\w+\.Arn$/)] },
      // Its own queue too, for the rest of a large batch.
      { actions: [...TAKE, 'sqs:SendMessage'], resources: [EVENTS] },
      { actions: ['dynamodb:Query'], resources: [`${TABLE}/index/by-lookup`] },
      { actions: ['sqs:SendMessage'], resources: [REJECTED_EVENTS, DELIVERIES] },
      { actions: ['s3:PutObject'], resources: [`${FILED}/rejected-events/*`] },
      { actions: ['kms:GenerateDataKey'], resources: [KEY], condition: VIA_S3 },
    ]);
  });

  test('lets the dispatcher read programs and destinations, open settings, and send on, and nothing else', () => {
    expect(statementsOf(template, 'StreamLane')).toEqual([
      { actions: LOG, resources: [expect.stringMatching(/^StreamLaneDispatcherLog\w+\.Arn$/)] },
      { actions: TAKE, resources: [DELIVERIES, RETRIES] },
      { actions: ['dynamodb:GetItem'], resources: [TABLE] },
      { actions: ['s3:GetObject'], resources: [`${PROGRAMS}/programs/*`] },
      { actions: ['s3:ListBucket'], resources: [PROGRAMS] },
      { actions: ['kms:Decrypt'], resources: [KEY], condition: VIA_S3 },
      {
        actions: ['kms:Decrypt'],
        resources: [KEY],
        condition: {
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['destinationId'] },
          Null: { 'kms:EncryptionContext:destinationId': 'false' },
        },
      },
      { actions: ['sqs:SendMessage'], resources: [DEAD_LETTERS, RETRIES] },
    ]);
  });

  test.each([
    ['DeadLetters', 'dead-letters', DEAD_LETTERS],
    ['RejectedEvents', 'rejected-events', REJECTED_EVENTS],
  ])('lets %s put files into %s/, and neither read nor delete them', (stage, folder, queue) => {
    expect(statementsOf(template, stage)).toEqual([
      { actions: LOG, resources: [expect.stringMatching(/Log\w+\.Arn$/)] },
      { actions: TAKE, resources: [queue] },
      { actions: ['s3:PutObject'], resources: [`${FILED}/${folder}/*`] },
      { actions: ['kms:GenerateDataKey'], resources: [KEY], condition: VIA_S3 },
    ]);
  });

  test('gives no role a managed policy', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles).toHaveLength(4);
    for (const role of roles) expect(JSON.stringify(role)).not.toContain('ManagedPolicyArns');
  });

  test.each([
    ['Router', 1_024],
    ['StreamLane', 1_769],
    ['DeadLetters', 256],
    ['RejectedEvents', 256],
  ])(
    'runs %s on Node 24, arm64 and %i MiB, for 100 s at most, and lets messages go round',
    (stage, memory) => {
      const [lambda] = propertiesOf('AWS::Lambda::Function', stage);
      expect(lambda).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: memory,
        Timeout: 100,
        RecursiveLoop: 'Allow',
      });
      expect(lambda).not.toHaveProperty('ReservedConcurrentExecutions');
      expect(propertiesOf('AWS::Logs::LogGroup', stage)).toMatchObject([{ RetentionInDays: 30 }]);
    },
  );

  test('takes from each queue in batches of ten, at once, with a part of the concurrency and partial answers', () => {
    const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(sources).toHaveLength(5);
    for (const source of sources) {
      expect(source).toMatchObject({
        Properties: {
          BatchSize: 10,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 2 },
        },
      });
    }
  });

  test('tells the dispatcher its budget, what must be left of an invocation, and no private network', () => {
    const [dispatcher] = propertiesOf('AWS::Lambda::Function', 'StreamLane');
    expect(dispatcher?.Environment).toMatchObject({
      Variables: { BUDGET_MS: '60000', RESERVE_MS: '40000', ALLOW_PRIVATE_NETWORK: '' },
    });
  });

  test('collects deliveries and retries of a lane with a window, and hides them for as much longer', () => {
    const options = readAppOptions(() => undefined);
    const app = new App();
    const { registry, programs, key, deadLetters } = new StateStack(app, 'State', { options });
    const stack = new Stack(app, 'WindowedLane');
    const queues = new LaneQueues(stack, 'Queues', { times: options.times, windowSeconds: 10 });
    const lane = new Lane(stack, 'Lane', {
      options,
      codeFolder: import.meta.dirname,
      name: 'Batch',
      queues,
      deliveriesConcurrency: 4,
      retriesConcurrency: 2,
      registry,
      programs,
      key,
      deadLetters,
    });
    const windowed = Template.fromStack(Stack.of(lane));
    windowed.resourcePropertiesCountIs('AWS::SQS::Queue', { VisibilityTimeout: 610 }, 2);
    const mapping = { BatchSize: 1_000, MaximumBatchingWindowInSeconds: 10 };
    windowed.resourcePropertiesCountIs('AWS::Lambda::EventSourceMapping', mapping, 2);
  });

  function propertiesOf(type: string, stage: string): readonly Readonly<Record<string, unknown>>[] {
    return Object.entries(template.findResources(type))
      .filter(([id]) => id.startsWith(stage))
      .map(([, { Properties }]) => Properties as Readonly<Record<string, unknown>>);
  }
});
