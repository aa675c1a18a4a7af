import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { BucketAlreadyOwnedByYou, CreateBucketCommand } from '@aws-sdk/client-s3';
import { REGISTRY_TABLE } from '../../runtime/stores/registry-table.ts';
import { createTable } from './services/create-table.ts';

/** Programs, dead letters and rejected events. */
export const BUCKET = 'sluice';
/** Sources, destinations and subscriptions. */
export const TABLE = 'sluice-registry';
/** Any does: the embedded KMS has one key. */
export const KEY_ID = 'alias/sluice';

/** Makes the bucket and the table where they aren't there yet. */
export async function ensureStores(clients: {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}): Promise<void> {
  await Promise.all([ensureBucket(clients.s3), createTable(clients.dynamodb, TABLE, REGISTRY_TABLE)]);
}

async function ensureBucket(client: S3Client): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}
