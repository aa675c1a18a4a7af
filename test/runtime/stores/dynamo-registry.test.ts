import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTable } from '../../../lib/local/services/create-table.ts';
import { CachedRegistry } from '../../../runtime/stores/cached-registry.ts';
import { DynamoRegistry } from '../../../runtime/stores/dynamo-registry.ts';
import { itemKey, versionKey } from '../../../runtime/stores/registry-items.ts';
import { REGISTRY_TABLE } from '../../../runtime/stores/registry-table.ts';
import { NOON } from '../../support/builders.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';
import { describeRegistry } from './describe-registry.ts';

const ACME = { id: 'sub_acme', name: 'acme-crm' };
let embedded: EmbeddedServices;
let tables = 0;

beforeAll(async () => {
  embedded = await startEmbeddedServices();
});
afterAll(async () => {
  await embedded[Symbol.asyncDispose]();
});

async function makeTable(): Promise<string> {
  tables += 1;
  await createTable(embedded.dynamodb, `registry-${tables}`, REGISTRY_TABLE);
  return `registry-${tables}`;
}

describeRegistry('DynamoRegistry', async () => new DynamoRegistry(embedded.dynamodb, await makeTable()));
describeRegistry(
  'CachedRegistry over DynamoRegistry',
  async () => new CachedRegistry(new DynamoRegistry(embedded.dynamodb, await makeTable())),
);

async function versionsOf(TableName: string): Promise<readonly unknown[]> {
  const { Items = [] } = await embedded.dynamodb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': { S: 'subscription#sub_acme' }, ':sk': { S: 'version#' } },
    }),
  );
  return Items.map(({ document }) => JSON.parse(document?.S ?? ''));
}

test('DynamoRegistry keeps every version that was published', async () => {
  const table = await makeTable();
  const registry = new DynamoRegistry(embedded.dynamodb, table);
  const hashes = Array.from({ length: 11 }, (_, index) => `hash-${index + 1}`);
  for (const hash of hashes) await registry.publishVersion(ACME, hash, new Date(NOON));
  await expect(versionsOf(table)).resolves.toEqual(
    hashes.map((programHash, index) => ({
      v: 1,
      number: index + 1,
      programHash,
      publishedAt: '2026-11-24T10:00:00.000Z',
    })),
  );
});

test('DynamoRegistry writes the version of a publisher that ended half-way', async () => {
  const table = await makeTable();
  const registry = new DynamoRegistry(embedded.dynamodb, table);
  await registry.publishVersion(ACME, 'hash-1', new Date(NOON));
  await embedded.dynamodb.send(new DeleteItemCommand({ TableName: table, Key: versionKey('sub_acme', 1) }));
  await registry.publishVersion(ACME, 'hash-2', new Date(NOON));
  await expect(versionsOf(table)).resolves.toMatchObject([
    { programHash: 'hash-1' },
    { programHash: 'hash-2' },
  ]);
});

test.each([
  ['{"v":2}', 'v: must be 1, is 2'],
  ['{"v":1,"id":"dst_new","name":7}', 'name: must be a string, is a number'],
  ['{', 'document: is not JSON'],
])('DynamoRegistry says what is wrong with an item that it cannot read: %s', async (document, problem) => {
  const table = await makeTable();
  const item = { ...itemKey('destination', 'dst_new'), document: { S: document } };
  await embedded.dynamodb.send(new PutItemCommand({ TableName: table, Item: item }));
  await expect(new DynamoRegistry(embedded.dynamodb, table).getDestination('dst_new')).rejects.toThrow(
    `Cannot read the registry's item "destination#dst_new": ${problem}`,
  );
});

test('createTable() leaves a table that there is as it is', async () => {
  const table = await makeTable();
  await new DynamoRegistry(embedded.dynamodb, table).publishVersion(ACME, 'hash-1', new Date(NOON));
  await createTable(embedded.dynamodb, table, REGISTRY_TABLE);
  await expect(versionsOf(table)).resolves.toHaveLength(1);
});
