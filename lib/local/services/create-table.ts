import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand, ResourceInUseException, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import type { TableKeys } from '../../../runtime/stores/registry-table.ts';

/** Also dynalite makes a table only after it has answered. */
const WAIT_SECONDS = { minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 10 };

/** Makes a table with the keys that it also has on AWS; one that there is stays as it is. */
export async function createTable(client: DynamoDBClient, tableName: string, keys: TableKeys): Promise<void> {
  const { partitionKey, sortKey, index } = keys;
  const names = new Set([partitionKey, sortKey, index.partitionKey, index.sortKey]);
  const command = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Array.from(names, (name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      { AttributeName: sortKey, KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, ...WAIT_SECONDS }, { TableName: tableName });
}
