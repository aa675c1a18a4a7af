import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { SYSTEM_CLOCK } from '../../functions/clock.ts';
import { createDeadLetters } from '../../functions/dead-letters/dead-letters.ts';
import { createDispatcher } from '../../functions/dispatcher/dispatcher.ts';
import { createRejectedEvents } from '../../functions/rejected-events/rejected-events.ts';
import { createRouter } from '../../functions/router/router.ts';
import type { QueueStage } from '../../functions/stage.ts';
import { toLambdaRecord } from '../../lib/local/lambda-record.ts';
import { createTable } from '../../lib/local/services/create-table.ts';
import type { DeadLetter } from '../../runtime/contract/dead-letter.ts';
import type { RejectedEvent } from '../../runtime/contract/rejected-event.ts';
import type { RetryPolicy } from '../../runtime/contract/retry-policy.ts';
import { DEFAULT_RETRY_POLICY } from '../../runtime/contract/retry-policy.ts';
import type { ProgramSource } from '../../runtime/contract/program.ts';
import { SqsQueueSender } from '../../runtime/queues/sqs-queue-sender.ts';
import type { Runner } from '../../runtime/runner/runner.ts';
import { DynamoRegistry } from '../../runtime/stores/dynamo-registry.ts';
import { KmsDataKeys } from '../../runtime/stores/kms-data-keys.ts';
import { REGISTRY_TABLE } from '../../runtime/stores/registry-table.ts';
import { S3DeadLetterStore } from '../../runtime/stores/s3-dead-letter-store.ts';
import { S3ProgramStore } from '../../runtime/stores/s3-program-store.ts';
import { S3RejectedEventStore } from '../../runtime/stores/s3-rejected-event-store.ts';
import { DataKeySettingsVault } from '../../runtime/stores/settings-vault.ts';
import { aDestination, aProgramSource, aSource } from './builders.ts';
import type { Clients, EmbeddedServices } from './embedded-services.ts';
import { connectClients, startEmbeddedServices } from './embedded-services.ts';
import { FaultProxy } from './fault-proxy.ts';
import type { KeptLine } from './kept-log.ts';
import { keptLog } from './kept-log.ts';

const QUEUE_NAMES = ['events', 'deliveries', 'retries', 'dead-letters', 'rejected-events'] as const;
type QueueName = (typeof QUEUE_NAMES)[number];

const [TABLE, BUCKET, KEY_ID] = ['registry', 'sluice', 'alias/settings'];
/** Retries come back at once, so that no test waits for one. */
const AT_ONCE: RetryPolicy = { ...DEFAULT_RETRY_POLICY, firstDelayMs: 0, maxDelayMs: 0 };

/**
 * All stages with their real adapters on real services, stepped by the test. What the stages ask of the services goes
 * through a proxy that can fail; the test's own requests don't.
 */
export class Pipeline implements AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly lines: readonly KeptLine[];
  readonly #services: EmbeddedServices;
  readonly #stageClients: Clients;
  readonly #queueUrls: Readonly<Record<QueueName, string>>;
  readonly #stages: Readonly<Record<QueueName, QueueStage>>;

  private constructor(
    services: EmbeddedServices,
    proxy: FaultProxy,
    queueUrls: Readonly<Record<QueueName, string>>,
    runner: Runner,
  ) {
    const { log, lines } = keptLog();
    this.#services = services;
    this.proxy = proxy;
    this.lines = lines;
    this.#queueUrls = queueUrls;
    this.#stageClients = connectClients({ ...services.services, endpoint: proxy.origin });
    this.#stages = createStages(this.#stageClients, queueUrls, { runner, log });
  }

  static async start(runner: Runner): Promise<Pipeline> {
    const services = await startEmbeddedServices();
    const { sqs, s3, dynamodb } = services;
    await createTable(dynamodb, TABLE, REGISTRY_TABLE);
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const urls = await Promise.all(
      QUEUE_NAMES.map(async (QueueName) => {
        const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
        return [QueueName, QueueUrl] as const;
      }),
    );
    const proxy = await FaultProxy.start(services.services.endpoint);
    const queueUrls = Object.fromEntries(urls) as Record<QueueName, string>;
    const pipeline = new Pipeline(services, proxy, queueUrls, runner);
    await new DynamoRegistry(dynamodb, TABLE).putSource(aSource());
    return pipeline;
  }

  /** Publishes a program, and switches it on for the source with the write key `wk_web`. */
  async addDestination(
    name: string,
    { retry = AT_ONCE, ...program }: Partial<ProgramSource & { readonly retry: RetryPolicy }> = {},
  ): Promise<void> {
    const { dynamodb, s3, kms } = this.#services;
    const registry = new DynamoRegistry(dynamodb, TABLE);
    const { hash } = await new S3ProgramStore(s3, BUCKET).put(aProgramSource({ fileName: name, ...program }));
    await registry.publishVersion({ id: `sub_${name}`, name }, hash, new Date());
    const id = `dst_${name}`;
    const sealedSettings = await new DataKeySettingsVault(new KmsDataKeys(kms, KEY_ID)).seal(id, {});
    await registry.putDestination(
      aDestination({ id, name, subscriptionId: `sub_${name}`, sealedSettings, retry }),
    );
  }

  /** Overwrites the stored program of a destination, or deletes it. */
  async breakProgram(name: string, how: 'overwrite' | 'delete'): Promise<void> {
    const { dynamodb, s3 } = this.#services;
    const subscription = await new DynamoRegistry(dynamodb, TABLE).getSubscription(`sub_${name}`);
    const key = { Bucket: BUCKET, Key: `programs/${subscription?.live.programHash}.json` };
    if (how === 'delete') await s3.send(new DeleteObjectCommand(key));
    else await s3.send(new PutObjectCommand({ ...key, Body: '{}' }));
  }

  /** Gives a destination settings that were sealed for another one. */
  async breakSettings(name: string): Promise<void> {
    const { dynamodb, kms } = this.#services;
    const registry = new DynamoRegistry(dynamodb, TABLE);
    const destination = await registry.getDestination(`dst_${name}`);
    if (destination === null) throw new Error(`There is no destination "${name}"`);
    const sealedSettings = await new DataKeySettingsVault(new KmsDataKeys(kms, KEY_ID)).seal('another', {});
    await registry.putDestination({ ...destination, sealedSettings });
  }

  /** Sends bodies to the events queue, as a producer does: text as it is, anything else as JSON. */
  async send(...bodies: readonly unknown[]): Promise<void> {
    for (const body of bodies) {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      const QueueUrl = this.#queueUrls.events;
      await this.#services.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
  }

  /** Gives each stage one batch of what its queue holds. @returns how many messages there were */
  async step(): Promise<number> {
    let messages = 0;
    for (const name of QUEUE_NAMES) messages += await this.#stepQueue(name);
    return messages;
  }

  /** Steps until no queue holds anything, not even delayed. */
  async drain(): Promise<void> {
    while ((await this.step()) > 0 || (await this.#depth()) > 0);
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return all(new S3DeadLetterStore(this.#services.s3, BUCKET).list());
  }

  async rejectedEvents(): Promise<readonly RejectedEvent[]> {
    return all(new S3RejectedEventStore(this.#services.s3, BUCKET).list());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stageClients.destroy();
    await this.proxy[Symbol.asyncDispose]();
    await this.#services[Symbol.asyncDispose]();
  }

  async #stepQueue(name: QueueName): Promise<number> {
    const { sqs } = this.#services;
    const QueueUrl = this.#queueUrls[name];
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return 0;
    const origin = { queueArn: `arn:aws:sqs:us-east-1:000000000000:${name}`, region: 'us-east-1' };
    const { batchItemFailures } = await this.#stages[name](
      { Records: Messages.map((each) => toLambdaRecord(each, origin)) },
      { getRemainingTimeInMillis: () => 100_000 },
    );
    const failedIds = new Set(batchItemFailures.map((each) => each.itemIdentifier));
    await Promise.all(
      Messages.map(({ MessageId = '', ReceiptHandle }) =>
        failedIds.has(MessageId)
          ? sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
          : sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
      ),
    );
    return Messages.length;
  }

  async #depth(): Promise<number> {
    const depths = QUEUE_NAMES.map(async (name) => {
      const { Attributes = {} } = await this.#services.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: this.#queueUrls[name], AttributeNames: ['All'] }),
      );
      return (
        Number(Attributes.ApproximateNumberOfMessages) +
        Number(Attributes.ApproximateNumberOfMessagesNotVisible) +
        Number(Attributes.ApproximateNumberOfMessagesDelayed)
      );
    });
    return (await Promise.all(depths)).reduce((sum, depth) => sum + depth, 0);
  }
}

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const listed: Item[] = [];
  for await (const item of items) listed.push(item);
  return listed;
}

function createStages(
  { sqs, s3, dynamodb, kms }: Clients,
  queueUrls: Readonly<Record<QueueName, string>>,
  { runner, log }: { readonly runner: Runner; readonly log: ReturnType<typeof keptLog>['log'] },
): Readonly<Record<QueueName, QueueStage>> {
  const queue = (name: QueueName): SqsQueueSender =>
    new SqsQueueSender(sqs, queueUrls[name], { wait: async () => {} });
  const registry = new DynamoRegistry(dynamodb, TABLE);
  const rejectedEventStore = new S3RejectedEventStore(s3, BUCKET);
  const { now } = Date;
  const dispatcher = createDispatcher({
    registry,
    programs: new S3ProgramStore(s3, BUCKET),
    vault: new DataKeySettingsVault(new KmsDataKeys(kms, KEY_ID)),
    runner,
    retries: queue('retries'),
    deadLetters: queue('dead-letters'),
    log,
    clock: SYSTEM_CLOCK,
    random: Math.random,
    budgetMs: 60_000,
    reserveMs: 40_000,
    maxDestinationsAtOnce: 10,
  });
  return {
    events: createRouter({
      registry,
      lane: 'stream',
      deliveries: queue('deliveries'),
      events: queue('events'),
      rejectedEvents: queue('rejected-events'),
      rejectedEventStore,
      log,
      now,
    }),
    deliveries: dispatcher,
    retries: dispatcher,
    'dead-letters': createDeadLetters({ deadLetterStore: new S3DeadLetterStore(s3, BUCKET), log, now }),
    'rejected-events': createRejectedEvents({ rejectedEventStore, log, now }),
  };
}
