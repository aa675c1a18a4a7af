import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Destination, Source, Subscription, Version } from '../contract/destination.ts';
import { parseRetryPolicy } from '../contract/retry-policy.ts';
import { expectJson, expectObject, expectString, expectVersion, expectWhole } from '../contract/shape.ts';
import { BrokenError } from './broken-error.ts';
import { expectBoolean } from './expect-boolean.ts';

export type Item = Record<string, AttributeValue>;
/** What names an item. */
export interface ItemKey extends Item {
  readonly pk: AttributeValue.SMember;
  readonly sk: AttributeValue.SMember;
}

export type ItemKind = 'source' | 'destination' | 'subscription';

export function itemKey(kind: ItemKind, id: string): ItemKey {
  return { pk: { S: `${kind}#${id}` }, sk: { S: kind } };
}

/** Numbers are padded so that they sort. */
export function versionKey(subscriptionId: string, number: number): ItemKey {
  return {
    pk: { S: `subscription#${subscriptionId}` },
    sk: { S: `version#${String(number).padStart(8, '0')}` },
  };
}

export function writeKeyLookup(writeKey: string): AttributeValue {
  return { S: `write-key#${writeKey}` };
}

export function sourceLookup(sourceId: string): AttributeValue {
  return { S: `source#${sourceId}` };
}

export function sourceItem(source: Source): Item {
  return { ...itemKey('source', source.id), ...documentOf(source), lookup: writeKeyLookup(source.writeKey) };
}

export function destinationItem(destination: Destination): Item {
  return {
    ...itemKey('destination', destination.id),
    ...documentOf(destination),
    lookup: sourceLookup(destination.sourceId),
  };
}

/** @param lastNumber the highest version number there is */
export function subscriptionItem(subscription: Subscription, lastNumber: number): Item {
  return {
    ...itemKey('subscription', subscription.id),
    ...documentOf(subscription),
    lastNumber: { N: String(lastNumber) },
  };
}

export function versionItem(subscriptionId: string, version: Version): Item {
  return { ...versionKey(subscriptionId, version.number), ...documentOf({ v: 1, ...version }) };
}

function documentOf(document: { readonly v: 1 }): Item {
  return { v: { N: String(document.v) }, document: { S: JSON.stringify(document) } };
}

export function parseSourceItem(item: Item): Source {
  return parseItem(item, (document) => ({
    v: expectVersion(document.v, 'v'),
    id: expectString(document.id, 'id'),
    name: expectString(document.name, 'name'),
    writeKey: expectString(document.writeKey, 'writeKey'),
  }));
}

export function parseDestinationItem(item: Item): Destination {
  return parseItem(item, (document) => ({
    v: expectVersion(document.v, 'v'),
    id: expectString(document.id, 'id'),
    name: expectString(document.name, 'name'),
    sourceId: expectString(document.sourceId, 'sourceId'),
    subscriptionId: expectString(document.subscriptionId, 'subscriptionId'),
    enabled: expectBoolean(document.enabled, 'enabled'),
    sealedSettings: expectString(document.sealedSettings, 'sealedSettings'),
    retry: parseRetryPolicy(document.retry),
  }));
}

export function parseSubscriptionItem(item: Item): Subscription {
  return parseItem(item, (document) => ({
    v: expectVersion(document.v, 'v'),
    id: expectString(document.id, 'id'),
    name: expectString(document.name, 'name'),
    live: parseVersion(expectObject(document.live, 'live')),
  }));
}

export function lastNumberOf(item: Item): number {
  return Number(item.lastNumber?.N);
}

function parseVersion(version: Readonly<Record<string, unknown>>): Version {
  return {
    number: expectWhole(version.number, 'live.number', 1),
    programHash: expectString(version.programHash, 'live.programHash'),
    publishedAt: expectString(version.publishedAt, 'live.publishedAt'),
  };
}

function parseItem<Entity>(
  item: Item,
  parse: (document: Readonly<Record<string, unknown>>) => Entity,
): Entity {
  try {
    return parse(expectObject(expectJson(item.document?.S ?? '', 'document'), 'document'));
  } catch (cause) {
    throw BrokenError.because(`read the registry's item "${item.pk?.S}"`, cause);
  }
}
