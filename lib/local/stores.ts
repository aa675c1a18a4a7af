import type { DynamoDBClient, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { BucketAlreadyOwnedByYou, CreateBucketCommand } from '@aws-sdk/client-s3';
import { REGISTRY_TABLE } from '../../runtime/stores/registry-table.ts';

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
  await Promise.all([ensureBucket(clients.s3), ensureTable(clients.dynamodb)]);
}

async function ensureBucket(client: S3Client): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}

async function ensureTable(client: DynamoDBClient): Promise<void> {
  const { partitionKey, sortKey, index } = REGISTRY_TABLE;
  const names = new Set([partitionKey, sortKey, index.partitionKey, index.sortKey]);
  try {
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: Array.from(names, (AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keySchema(partitionKey, sortKey),
        GlobalSecondaryIndexes: [
          {
            IndexName: index.name,
            KeySchema: keySchema(index.partitionKey, index.sortKey),
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

function keySchema(partitionKey: string, sortKey: string): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ];
}
