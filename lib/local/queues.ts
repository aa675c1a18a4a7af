import type { SQSClient } from '@aws-sdk/client-sqs';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';

/** The queues of the pipeline, in the order of the flow. */
const QUEUE_NAMES = [
  'events',
  'stream-deliveries',
  'stream-retries',
  'dead-letters',
  'rejected-events',
] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

interface LocalQueue {
  readonly url: string;
  readonly arn: string;
}
export type LocalQueues = Readonly<Record<QueueName, LocalQueue>>;

const PREFIX = 'sluice-';
/** What the platform itself could not process, as on AWS: received this often, a message is set aside. */
const DLQ_SUFFIX = '-dlq';
export const MAX_RECEIVE_COUNT = 10;
/** 14 days, the longest that SQS keeps a message. */
const RETENTION_SECONDS = 14 * 24 * 3_600;

/** Makes the queues that aren't there yet, each with a DLQ of its own. */
export async function ensureQueues(client: SQSClient): Promise<LocalQueues> {
  const entries = await Promise.all(
    QUEUE_NAMES.map(async (name) => [name, await ensureWithDlq(client, PREFIX + name)] as const),
  );
  return Object.fromEntries(entries) as Record<QueueName, LocalQueue>;
}

async function ensureWithDlq(client: SQSClient, name: string): Promise<LocalQueue> {
  const dlq = await ensureQueue(client, name + DLQ_SUFFIX);
  const queue = await ensureQueue(client, name);
  // Set apart from the creation, which refuses a queue that exists with attributes of an older release.
  await setAttributes(client, dlq, {});
  await setAttributes(client, queue, {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: MAX_RECEIVE_COUNT }),
  });
  return queue;
}

async function ensureQueue(client: SQSClient, name: string): Promise<LocalQueue> {
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: Attributes?.QueueArn ?? '' };
}

async function setAttributes(
  client: SQSClient,
  queue: LocalQueue,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const Attributes = { MessageRetentionPeriod: String(RETENTION_SECONDS), ...attributes };
  await client.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes }));
}
