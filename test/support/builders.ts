import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { Delivery } from '../../runtime/contract/delivery.ts';
import type { DeliveryShared } from '../../runtime/contract/delivery-message.ts';
import { ATTRIBUTE_NAME } from '../../runtime/contract/delivery-message.ts';
import type { Destination, Source, Subscription } from '../../runtime/contract/destination.ts';
import { DEFAULT_BATCH_COUNT, DEFAULT_LIMITS } from '../../runtime/contract/manifest.ts';
import type { Program, ProgramSource } from '../../runtime/contract/program.ts';
import { DEFAULT_RETRY_POLICY } from '../../runtime/contract/retry-policy.ts';

/** A fixed moment, so that tests read the same every day: 2026-11-24T10:00:00Z. */
export const NOON = Date.UTC(2026, 10, 24, 10);

export function anEvent(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { type: 'track', event: 'Order Completed', userId: 'u1', messageId: 'm1', ...more };
}

export function aDelivery(more: Partial<Delivery> = {}): Delivery {
  return {
    id: 'd1',
    messageId: 'm1',
    sourceId: 'src_web',
    receivedAt: NOON,
    firstAttemptAt: null,
    windowExtensionMs: 0,
    childDeaths: 0,
    history: [],
    eventText: JSON.stringify(anEvent()),
    ...more,
  };
}

export function aShared(more: Partial<DeliveryShared> = {}): DeliveryShared {
  return { lane: 'stream', destinationId: 'dst_acme', attempt: 1, notBefore: null, ...more };
}

export function aSource(more: Partial<Source> = {}): Source {
  return { v: 1, id: 'src_web', name: 'web', writeKey: 'wk_web', ...more };
}

export function aDestination(more: Partial<Destination> = {}): Destination {
  return {
    v: 1,
    id: 'dst_acme',
    name: 'Acme CRM',
    sourceId: 'src_web',
    subscriptionId: 'sub_acme',
    enabled: true,
    sealedSettings: 'sealed',
    retry: DEFAULT_RETRY_POLICY,
    ...more,
  };
}

export function aSubscription(more: Partial<Subscription> = {}): Subscription {
  return {
    v: 1,
    id: 'sub_acme',
    name: 'acme-crm',
    live: { number: 1, programHash: 'a'.repeat(64), publishedAt: '2026-11-24T10:00:00.000Z' },
    ...more,
  };
}

export function aProgramSource(more: Partial<ProgramSource> = {}): ProgramSource {
  return {
    kind: 'script',
    code: 'async function onTrack(event, settings) {}',
    fileName: 'acme-crm.js',
    manifest: {
      name: 'Acme CRM',
      description: '',
      entry: 'acme-crm.js',
      settings: null,
      limits: DEFAULT_LIMITS,
      batch: { maxCount: DEFAULT_BATCH_COUNT },
      egress: null,
    },
    ...more,
  };
}

export function aProgram(more: Partial<Program> = {}): Program {
  return { ...aProgramSource(), hash: 'a'.repeat(64), ...more };
}

export interface RecordParts {
  readonly messageId?: string;
  readonly receiveCount?: number;
  readonly sentAt?: number;
  /** The value of our own attribute. */
  readonly attribute?: string;
  /** The producer's attribute. */
  readonly writeKey?: string;
}

/** A message as Lambda hands it over. */
export function aRecord(body: string, parts: RecordParts = {}): SQSRecord {
  const attributes = { [ATTRIBUTE_NAME]: parts.attribute, writeKey: parts.writeKey };
  return {
    messageId: parts.messageId ?? 'sqs-1',
    receiptHandle: 'receipt',
    body,
    attributes: {
      ApproximateReceiveCount: String(parts.receiveCount ?? 1),
      SentTimestamp: String(parts.sentAt ?? NOON),
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: String(parts.sentAt ?? NOON),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes)
        .filter(([, value]) => value !== undefined)
        .map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]),
    ),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
    awsRegion: 'us-east-1',
  };
}

export function anSqsEvent(...records: readonly SQSRecord[]): SQSEvent {
  return { Records: [...records] };
}
