import type { SQSRecord } from 'aws-lambda';
import { ParseError } from '../../runtime/contract/parse-error.ts';
import type { Registry } from '../../runtime/stores/ports.ts';
import { readRecord } from '../received.ts';
import type { Incoming } from './incoming.ts';
import { parseIncoming } from './incoming.ts';
import { reject } from './reject.ts';
import { routeEvents } from './route-events.ts';
import type { Routed } from './routed.ts';

/**
 * Reads a message, finds its source, and works out which destinations want which of its events.
 * What can't be accepted is part of the answer; only a registry that fails throws.
 */
export async function routeMessage(
  record: SQSRecord,
  registry: Pick<Registry, 'findSource' | 'listDestinations'>,
  now: number,
): Promise<Routed> {
  const incoming = readIncoming(record, now);
  if (incoming instanceof ParseError) return rejectMessage(record, incoming.message, now);
  const source = await registry.findSource(incoming.envelope.writeKey);
  if (source === null) return rejectMessage(record, 'writeKey: is of no source', now);
  return routeEvents(incoming, source, await registry.listDestinations(source.id));
}

function readIncoming(record: SQSRecord, now: number): Incoming | ParseError {
  try {
    return parseIncoming(record, now);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
}

function rejectMessage(record: SQSRecord, reason: string, now: number): Routed {
  const { recordId, body, sentAt } = readRecord(record, now);
  const from = { originId: recordId, index: null, receivedAt: sentAt, sourceId: null };
  return { recordId, accepted: 0, deliveries: [], rejected: [reject(body, reason, from)], rest: [] };
}
