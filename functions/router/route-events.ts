import type { Destination, Source } from '../../runtime/contract/destination.ts';
import type { SpecEvent } from '../../runtime/contract/event.ts';
import { parseEvent } from '../../runtime/contract/event.ts';
import { ParseError } from '../../runtime/contract/parse-error.ts';
import type { RejectedEvent } from '../../runtime/contract/rejected-event.ts';
import { allowsDestination } from '../../runtime/spec/allows-destination.ts';
import type { Incoming } from './incoming.ts';
import { jsonText } from './json-text.ts';
import { reject } from './reject.ts';
import type { Routed, RoutedDelivery } from './routed.ts';
import type { IndexedEvent } from './split-batch.ts';
import { splitBatch } from './split-batch.ts';
import { stableId } from './stable-id.ts';

/** Checks each event of a message, and makes a delivery for each destination that wants it. An event that is none costs only itself. */
export function routeEvents(
  incoming: Incoming,
  source: Source,
  destinations: readonly Destination[],
): Routed {
  const { here, rest } = splitBatch(incoming);
  const enabled = destinations.filter((each) => each.enabled);
  const deliveries: RoutedDelivery[] = [];
  const rejected: RejectedEvent[] = [];
  for (const each of here) {
    const event = readEvent(each, incoming);
    if (event instanceof ParseError) rejected.push(rejectEvent(each, event.message, incoming, source.id));
    else deliveries.push(...deliveriesOf(event, each.index, incoming, source.id, enabled));
  }
  const accepted = here.length - rejected.length;
  return { recordId: incoming.received.recordId, accepted, deliveries, rejected, rest };
}

function readEvent({ index, event }: IndexedEvent, incoming: Incoming): SpecEvent | ParseError {
  const place = incoming.firstIndex + index;
  try {
    return parseEvent(event, {
      path: incoming.envelope.pathOf(place),
      fallbackMessageId: `sqs-${incoming.originId}-${place}`,
    });
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
}

function deliveriesOf(
  event: SpecEvent,
  index: number,
  { originId, firstIndex, receivedAt }: Incoming,
  sourceId: string,
  destinations: readonly Destination[],
): readonly RoutedDelivery[] {
  const wanting = destinations.filter((each) => allowsDestination(event.integrations, each.name));
  if (wanting.length === 0) return [];
  const eventText = JSON.stringify({ ...event, receivedAt: new Date(receivedAt).toISOString() });
  return wanting.map(({ id: destinationId }) => ({
    destinationId,
    delivery: {
      id: stableId(originId, firstIndex + index, destinationId),
      messageId: event.messageId,
      sourceId,
      receivedAt,
      firstAttemptAt: null,
      windowExtensionMs: 0,
      childDeaths: 0,
      history: [],
      eventText,
    },
  }));
}

/** Files the event's own text; the whole message where that is all of it, or where the event is too deep to be written. */
function rejectEvent(
  { index, event }: IndexedEvent,
  reason: string,
  { received, envelope, originId, firstIndex, receivedAt }: Incoming,
  sourceId: string,
): RejectedEvent {
  const text = envelope.isBatch ? (jsonText(event) ?? received.body) : received.body;
  return reject(text, reason, { originId, index: firstIndex + index, receivedAt, sourceId });
}
