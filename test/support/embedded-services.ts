import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Services } from '../../lib/local/services/start-services.ts';
import { startServices } from '../../lib/local/services/start-services.ts';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';

/** AWS clients made as in production, with a services' endpoint. */
export interface Clients {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
  destroy(): void;
}

export interface EmbeddedServices extends Clients, AsyncDisposable {
  readonly services: Services;
  readonly dataDir: string;
}

/** Starts the services on a folder of their own, which is removed at the end. */
export async function startEmbeddedServices(): Promise<EmbeddedServices> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-services-'));
  const services = await startServices({ dataDir, port: 0 });
  const clients = connectClients(services);
  return {
    ...clients,
    services,
    dataDir,
    [Symbol.asyncDispose]: async () => {
      clients.destroy();
      await services.dispose();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function connectClients(
  services: Pick<Services, 'endpoint' | 'region' | 'accessKeyId' | 'secretAccessKey'>,
): Clients {
  const { endpoint, region, accessKeyId, secretAccessKey } = services;
  const config = { ...CLIENT_SETTINGS, endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const clients = {
    sqs: new SQSClient(config),
    s3: new S3Client(config),
    dynamodb: new DynamoDBClient(config),
    kms: new KMSClient(config),
  };
  return { ...clients, destroy: () => Object.values(clients).forEach((client) => client.destroy()) };
}
