import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { REGISTRY_TABLE } from '../../runtime/stores/registry-table.ts';
import type { Synthesized } from './support/synthesize.ts';
import { synthesize } from './support/synthesize.ts';

/** The name of each that ever was deployed. One that changes makes a new, empty resource, and strands what is in the old. */
const STATEFUL = {
  DeadLettersDlq3786B981: 'AWS::SQS::Queue',
  DeadLettersQueue631681B1: 'AWS::SQS::Queue',
  EventsDlqFAAB9EEA: 'AWS::SQS::Queue',
  EventsQueue7396B467: 'AWS::SQS::Queue',
  FiledBucket30CE018B: 'AWS::S3::Bucket',
  Key961B73FD: 'AWS::KMS::Key',
  ProgramsBucketD10B35CA: 'AWS::S3::Bucket',
  RegistryTableDB777839: 'AWS::DynamoDB::GlobalTable',
  RejectedEventsDlq22BD5F54: 'AWS::SQS::Queue',
  RejectedEventsQueue622746B0: 'AWS::SQS::Queue',
  StreamLaneDeliveriesDlqE2FE9E23: 'AWS::SQS::Queue',
  StreamLaneDeliveriesQueueFE21279F: 'AWS::SQS::Queue',
  StreamLaneRetriesDlq299D4A7E: 'AWS::SQS::Queue',
  StreamLaneRetriesQueue24D351CE: 'AWS::SQS::Queue',
};
/** What is made anew from the app at any time. */
const STATELESS = new Set(['AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy']);
const DAY_SECONDS = 24 * 3_600;

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

describe('SluiceState', () => {
  let synthesized: Synthesized;
  let resources: Readonly<Record<string, Resource>>;

  beforeAll(async () => {
    synthesized = await synthesize();
    resources = (synthesized.state.toJSON() as { Resources: Record<string, Resource> }).Resources;
  });
  afterAll(async () => {
    await synthesized[Symbol.asyncDispose]();
  });

  test('keeps the logical ids of all that holds something', () => {
    const stateful = Object.entries(resources).filter(([, { Type }]) => !STATELESS.has(Type));
    expect(Object.fromEntries(stateful.map(([id, { Type }]) => [id, Type]))).toEqual(STATEFUL);
  });

  test('retains all that holds something, when it is deleted or replaced', () => {
    for (const id of Object.keys(STATEFUL)) {
      expect(resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
    expect(synthesized.stacks.state.terminationProtection).toBe(true);
  });

  test.each([
    ['Events', 600],
    ['StreamLaneDeliveries', 600],
    ['StreamLaneRetries', 600],
    ['DeadLetters', 600],
    ['RejectedEvents', 600],
  ])('hides a message of %s for %i s, and puts it into the DLQ after ten receives', (name, seconds) => {
    const dlqId = idOf(`${name}Dlq`);
    expect(resources[idOf(`${name}Queue`)]?.Properties).toMatchObject({
      VisibilityTimeout: seconds,
      MaximumMessageSize: 1024 * 1024,
      MessageRetentionPeriod: 14 * DAY_SECONDS,
      RedrivePolicy: { maxReceiveCount: 10, deadLetterTargetArn: { 'Fn::GetAtt': [dlqId, 'Arn'] } },
    });
    expect(resources[dlqId]?.Properties).toMatchObject({ MessageRetentionPeriod: 14 * DAY_SECONDS });
  });

  test('encrypts every queue, and refuses what comes without TLS', () => {
    const queues = Object.entries(STATEFUL).filter(([, type]) => type === 'AWS::SQS::Queue');
    for (const [id] of queues) {
      expect(resources[id]?.Properties.SqsManagedSseEnabled).toBe(true);
      synthesized.state.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: id }],
        PolicyDocument: denyWithoutTls('sqs:*'),
      });
    }
  });

  test('encrypts every bucket under the key, shuts it to the public, and refuses what comes without TLS', () => {
    const buckets = Object.entries(STATEFUL).filter(([, type]) => type === 'AWS::S3::Bucket');
    for (const [id] of buckets) {
      synthesized.state.hasResourceProperties('AWS::S3::Bucket', {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
              },
            },
          ],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      synthesized.state.hasResourceProperties('AWS::S3::BucketPolicy', {
        Bucket: { Ref: id },
        PolicyDocument: denyWithoutTls('s3:*'),
      });
    }
  });

  test('keeps every version of programs, and ends what is filed after its days', () => {
    expect(resources.ProgramsBucketD10B35CA?.Properties.VersioningConfiguration).toEqual({
      Status: 'Enabled',
    });
    const filed = resources.FiledBucket30CE018B?.Properties;
    expect(filed?.VersioningConfiguration).toBeUndefined();
    expect(filed?.LifecycleConfiguration).toMatchObject({
      Rules: expect.arrayContaining([
        expect.objectContaining({ Prefix: 'dead-letters/', ExpirationInDays: 90 }),
        expect.objectContaining({ Prefix: 'rejected-events/', ExpirationInDays: 30 }),
      ]),
    });
  });

  test('makes the registry with the keys that its adapter uses, protected and restorable', () => {
    const { partitionKey, sortKey, index } = REGISTRY_TABLE;
    expect(resources.RegistryTableDB777839?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys(partitionKey, sortKey),
      GlobalSecondaryIndexes: [
        {
          IndexName: index.name,
          KeySchema: keys(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    });
  });

  test('rotates its key', () => {
    expect(resources.Key961B73FD?.Properties).toMatchObject({
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
    });
  });

  test('names what producers and operators need', () => {
    const names = Object.keys(synthesized.state.findOutputs('*'));
    const wanted = [
      'EventsQueueUrl',
      'EventsQueueArn',
      'StreamDeliveriesQueueUrl',
      'StreamRetriesDlqArn',
      'DeadLettersQueueUrl',
      'RegistryTableName',
      'ProgramsBucketName',
      'FiledBucketName',
      'KeyArn',
      'Region',
    ];
    expect(names).toEqual(expect.arrayContaining(wanted));
  });

  function idOf(prefix: string): string {
    const id = Object.keys(STATEFUL).find((each) => each.replace(/[0-9A-F]{8}$/, '') === prefix);
    if (id === undefined) throw new Error(`There is no ${prefix}`);
    return id;
  }
});

function keys(partitionKey: string, sortKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ];
}

function denyWithoutTls(action: string) {
  return Match.objectLike({
    Statement: Match.arrayWith([
      Match.objectLike({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: action,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]),
  });
}
