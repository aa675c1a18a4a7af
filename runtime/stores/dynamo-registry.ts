import type {
  AttributeValue,
  DynamoDBClient,
  PutItemCommandInput,
  QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Destination, Source, Subscription } from '../contract/destination.ts';
import { canBeWriteKey } from './can-be-write-key.ts';
import type { Registry } from './ports.ts';
import type { Item, ItemKey, ItemKind } from './registry-items.ts';
import {
  destinationItem,
  itemKey,
  lastNumberOf,
  parseDestinationItem,
  parseSourceItem,
  parseSubscriptionItem,
  sourceItem,
  sourceLookup,
  subscriptionItem,
  versionItem,
  writeKeyLookup,
} from './registry-items.ts';
import { REGISTRY_TABLE } from './registry-table.ts';

/** Each lost try means that another publisher won, so this many at once can all get through. */
const MAX_PUBLISH_TRIES = 100;

/** The registry in one DynamoDB table, see `REGISTRY_TABLE`. No transactions: each change is one item. */
export class DynamoRegistry implements Registry {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async findSource(writeKey: string): Promise<Source | null> {
    if (!canBeWriteKey(writeKey)) return null;
    const [item] = await this.#lookUp(writeKeyLookup(writeKey));
    return item === undefined ? null : parseSourceItem(item);
  }

  async listDestinations(sourceId: string): Promise<readonly Destination[]> {
    return (await this.#lookUp(sourceLookup(sourceId))).map(parseDestinationItem);
  }

  async getDestination(destinationId: string): Promise<Destination | null> {
    const item = await this.#get(itemKey('destination', destinationId));
    return item && parseDestinationItem(item);
  }

  async getSubscription(subscriptionId: string): Promise<Subscription | null> {
    const item = await this.#get(itemKey('subscription', subscriptionId));
    return item && parseSubscriptionItem(item);
  }

  async listAll(): ReturnType<Registry['listAll']> {
    const items: Item[] = [];
    for await (const page of paginateScan({ client: this.#client }, { TableName: this.#tableName })) {
      items.push(...(page.Items ?? []));
    }
    const ofKind = (kind: ItemKind): readonly Item[] => items.filter(({ sk }) => sk?.S === kind);
    return {
      sources: ofKind('source').map(parseSourceItem),
      destinations: ofKind('destination').map(parseDestinationItem),
      subscriptions: ofKind('subscription').map(parseSubscriptionItem),
    };
  }

  async putSource(source: Source): Promise<void> {
    await this.#put(sourceItem(source));
  }

  async putDestination(destination: Destination): Promise<void> {
    await this.#put(destinationItem(destination));
  }

  async deleteSource(sourceId: string): Promise<void> {
    await this.#delete(itemKey('source', sourceId));
  }

  async deleteDestination(destinationId: string): Promise<void> {
    await this.#delete(itemKey('destination', destinationId));
  }

  /**
   * The subscription's own item is written first, on condition that no other number was given out since it was read. The
   * version's item follows; where a process ended in between, the next publisher writes it.
   */
  async publishVersion(
    { id, name }: Pick<Subscription, 'id' | 'name'>,
    programHash: string,
    publishedAt: Date,
  ): Promise<Subscription> {
    for (let tries = 0; tries < MAX_PUBLISH_TRIES; tries += 1) {
      const item = await this.#get(itemKey('subscription', id));
      const current = item && parseSubscriptionItem(item);
      if (current) await this.#put(versionItem(id, current.live));
      if (current?.live.programHash === programHash) return current;

      const lastNumber = item ? lastNumberOf(item) : 0;
      const live = { number: lastNumber + 1, programHash, publishedAt: publishedAt.toISOString() };
      const next: Subscription = { v: 1, id, name, live };
      if (await this.#putIfLast(subscriptionItem(next, live.number), lastNumber)) {
        await this.#put(versionItem(id, live));
        return next;
      }
    }
    throw new Error(
      `Cannot publish "${name}": others published at the same time, ${MAX_PUBLISH_TRIES} times over`,
    );
  }

  /** @returns whether `lastNumber` was still the last one, and so the item was written */
  async #putIfLast(item: Item, lastNumber: number): Promise<boolean> {
    try {
      await this.#put(
        item,
        lastNumber === 0
          ? { ConditionExpression: 'attribute_not_exists(lastNumber)' }
          : {
              ConditionExpression: 'lastNumber = :lastNumber',
              ExpressionAttributeValues: { ':lastNumber': { N: String(lastNumber) } },
            },
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Reads what was written last: an older answer that a destination doesn't exist would discard its deliveries. */
  async #get(key: ItemKey): Promise<Item | null> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#tableName, Key: key, ConsistentRead: true }),
    );
    return Item ?? null;
  }

  async #put(item: Item, condition: Partial<PutItemCommandInput> = {}): Promise<void> {
    await this.#client.send(new PutItemCommand({ TableName: this.#tableName, Item: item, ...condition }));
  }

  async #delete(key: ItemKey): Promise<void> {
    await this.#client.send(new DeleteItemCommand({ TableName: this.#tableName, Key: key }));
  }

  async #lookUp(lookup: AttributeValue): Promise<readonly Item[]> {
    const query: QueryCommandInput = {
      TableName: this.#tableName,
      IndexName: REGISTRY_TABLE.index.name,
      KeyConditionExpression: `${REGISTRY_TABLE.index.partitionKey} = :lookup`,
      ExpressionAttributeValues: { ':lookup': lookup },
    };
    const items: Item[] = [];
    for await (const page of paginateQuery({ client: this.#client }, query))
      items.push(...(page.Items ?? []));
    return items;
  }
}
