import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SYSTEM_CLOCK } from '../functions/clock.ts';
import { createDispatcher } from '../functions/dispatcher/dispatcher.ts';
import { jsonLog } from '../functions/log.ts';
import type { QueueStage } from '../functions/stage.ts';
import { createTable } from '../lib/local/services/create-table.ts';
import { startServices } from '../lib/local/services/start-services.ts';
import type { Program } from '../runtime/contract/program.ts';
import { DEFAULT_RETRY_POLICY } from '../runtime/contract/retry-policy.ts';
import { SqsQueueSender } from '../runtime/queues/sqs-queue-sender.ts';
import type { Runner } from '../runtime/runner/runner.ts';
import { CachedProgramStore } from '../runtime/stores/cached-program-store.ts';
import { CachedRegistry } from '../runtime/stores/cached-registry.ts';
import { CLIENT_SETTINGS } from '../runtime/stores/client-settings.ts';
import { DynamoRegistry } from '../runtime/stores/dynamo-registry.ts';
import { KmsDataKeys } from '../runtime/stores/kms-data-keys.ts';
import { REGISTRY_TABLE } from '../runtime/stores/registry-table.ts';
import { S3ProgramStore } from '../runtime/stores/s3-program-store.ts';
import { DataKeySettingsVault } from '../runtime/stores/settings-vault.ts';
import { SETTINGS } from './programs.ts';

const [TABLE, BUCKET, KEY_ID] = ['registry', 'programs', 'alias/settings'];

export interface DispatchSetup extends AsyncDisposable {
  readonly dispatch: QueueStage;
  /** Beside each other, as on AWS. */
  readonly maxDestinationsAtOnce: number;
}

/** A dispatcher with its real adapters, on services in this process, where each destination runs the program. */
export async function setUpDispatcher(
  runner: Runner,
  program: Program,
  destinationIds: readonly string[],
): Promise<DispatchSetup> {
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { endpoint, region, ...credentials } = opened.use(await startServices({ dataDir, port: 0 }));
  const config = { ...CLIENT_SETTINGS, endpoint, region, credentials };
  const clients = {
    sqs: new SQSClient(config),
    s3: new S3Client(config),
    dynamodb: new DynamoDBClient(config),
    kms: new KMSClient(config),
  };
  opened.defer(() => Object.values(clients).forEach((client) => client.destroy()));

  await createTable(clients.dynamodb, TABLE, REGISTRY_TABLE);
  await clients.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const registry = new DynamoRegistry(clients.dynamodb, TABLE);
  const programs = new S3ProgramStore(clients.s3, BUCKET);
  const vault = new DataKeySettingsVault(new KmsDataKeys(clients.kms, KEY_ID));
  const { hash } = await programs.put(program);
  await registry.publishVersion({ id: 'sub_bench', name: 'Bench' }, hash, new Date());
  for (const id of destinationIds) {
    const sealedSettings = await vault.seal(id, SETTINGS);
    const ids = { id, name: id, sourceId: 'src_bench', subscriptionId: 'sub_bench' };
    await registry.putDestination({
      v: 1,
      ...ids,
      enabled: true,
      sealedSettings,
      retry: DEFAULT_RETRY_POLICY,
    });
  }

  const openQueue = async (QueueName: string): Promise<SqsQueueSender> => {
    const { QueueUrl = '' } = await clients.sqs.send(new CreateQueueCommand({ QueueName }));
    return new SqsQueueSender(clients.sqs, QueueUrl);
  };
  const maxDestinationsAtOnce = 10;
  const dispatch = createDispatcher({
    registry: new CachedRegistry(registry),
    programs: new CachedProgramStore(programs),
    vault,
    runner,
    retries: await openQueue('retries'),
    deadLetters: await openQueue('dead-letters'),
    clock: SYSTEM_CLOCK,
    random: Math.random,
    log: jsonLog('dispatcher', () => {}),
    budgetMs: 60_000,
    reserveMs: 40_000,
    maxDestinationsAtOnce,
  });
  const open = opened.move();
  return { dispatch, maxDestinationsAtOnce, [Symbol.asyncDispose]: () => open.disposeAsync() };
}
