import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
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
      {
        actions: ['lambda:InvokeFunction'],
        resources: [expect.stringMatching(/^RunnerStageFunction\w+\.Arn$/)],
      },
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

  test('lets the runner write its own log, and nothing else whatever', () => {
    expect(statementsOf(template, 'Runner')).toEqual([
      { actions: LOG, resources: [expect.stringMatching(/^RunnerStageLog\w+\.Arn$/)] },
    ]);
    const [role, ...others] = propertiesOf('AWS::IAM::Role', 'Runner');
    expect(others).toEqual([]);
    expect(Object.keys(role ?? {})).not.toEqual(expect.arrayContaining(['ManagedPolicyArns']));
    expect(role).not.toHaveProperty('Policies');
    const [lambda] = propertiesOf('AWS::Lambda::Function', 'Runner');
    for (const grants of ['TracingConfig', 'DeadLetterConfig', 'VpcConfig', 'FileSystemConfigs', 'Layers']) {
      expect(lambda).not.toHaveProperty(grants);
    }
  });

  test('tells the runner nothing but which private network partners may be on', () => {
    const [runner] = propertiesOf('AWS::Lambda::Function', 'Runner');
    expect(runner?.Environment).toEqual({ Variables: { ALLOW_PRIVATE_NETWORK: '' } });
  });

  test('lets nobody but the dispatcher invoke the runner', () => {
    expect(template.findResources('AWS::Lambda::Permission')).toEqual({});
    expect(template.findResources('AWS::Lambda::Url')).toEqual({});
    const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
    expect(JSON.stringify(sources)).not.toMatch(/RunnerStageFunction/);
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
    expect(roles).toHaveLength(5);
    for (const role of roles) expect(JSON.stringify(role)).not.toContain('ManagedPolicyArns');
  });

  test.each([
    ['Router', 1_024, 100],
    ['StreamLane', 512, 100],
    ['Runner', 1_769, 95],
    ['DeadLetters', 256, 100],
    ['RejectedEvents', 256, 100],
  ])(
    'runs %s on Node 24, arm64 and %i MiB, for %i s at most, and lets messages go round',
    (stage, memory, seconds) => {
      const [lambda] = propertiesOf('AWS::Lambda::Function', stage);
      expect(lambda).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: memory,
        Timeout: seconds,
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

  test('tells the dispatcher its budget, what must be left of an invocation, and its runner', () => {
    const [dispatcher] = propertiesOf('AWS::Lambda::Function', 'StreamLane');
    expect(dispatcher?.Environment).toMatchObject({
      Variables: {
        BUDGET_MS: '60000',
        RESERVE_MS: '40000',
        RUNNER_FUNCTION: { Ref: expect.stringMatching(/^RunnerStageFunction/) },
        RUNNER_ISOLATION: 'none',
        MAX_INVOCATIONS_AT_ONCE: '1',
      },
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
      runner: null,
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

describe('SluiceFunctions with tenant isolation', () => {
  test('runs each subscription in microVMs of its own, and no stage else', async () => {
    await using synthesized = await synthesize({ tenantIsolation: 'true' });
    const { functions } = synthesized;
    functions.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' }, Timeout: 95 },
      1,
    );
    functions.resourcePropertiesCountIs('AWS::Lambda::Function', { TenancyConfig: Match.absent() }, 4);
    functions.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ RUNNER_ISOLATION: 'subscription' }) },
    });
  });
});

describe('SluiceFunctions with the runner "process"', () => {
  test('has no runner, and a dispatcher with room for a child', async () => {
    await using synthesized = await synthesize({
      runner: 'process',
      allowPrivateNetwork: 'crm.internal:443',
    });
    const { functions } = synthesized;
    functions.resourceCountIs('AWS::Lambda::Function', 4);
    functions.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 1_769,
      Environment: { Variables: Match.objectLike({ ALLOW_PRIVATE_NETWORK: 'crm.internal:443' }) },
    });
    expect(JSON.stringify(functions.toJSON())).not.toMatch(/lambda:InvokeFunction|RUNNER_FUNCTION/);
  });
});
