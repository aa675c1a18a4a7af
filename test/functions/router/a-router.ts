import type { SQSRecord } from 'aws-lambda';
import { createRouter } from '../../../functions/router/router.ts';
import { parseDeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import type { RejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import { parseRejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import type { OutgoingMessage } from '../../../runtime/queues/queue-sender.ts';
import type { RecordParts } from '../../support/builders.ts';
import { aDestination, anEvent, anSqsEvent, aRecord, aSource, NOON } from '../../support/builders.ts';
import { FakeQueue } from '../../support/fake-queue.ts';
import { FakeRegistry } from '../../support/fake-registry.ts';
import { invocation } from '../../support/invocation.ts';
import { keptLog } from '../../support/kept-log.ts';

/** A router of one source and destination among fakes, at a moment that stands still. */
export function aRouter() {
  const registry = new FakeRegistry();
  registry.sources.push(aSource());
  registry.destinations.push(aDestination());
  const queues = { deliveries: new FakeQueue(), events: new FakeQueue(), rejectedEvents: new FakeQueue() };
  const filed: RejectedEvent[] = [];
  const rejectedEventStore = { put: async (event: RejectedEvent) => void filed.push(event) };
  const { log, lines } = keptLog();
  const deps = { registry, lane: 'stream', ...queues, rejectedEventStore, log, now: () => NOON } as const;
  const router = createRouter(deps);
  const sentMessages = () =>
    queues.deliveries.sent.map(({ body, attribute }) => parseDeliveryMessage(body, attribute));
  return {
    ...queues,
    registry,
    filed,
    rejectedEventStore,
    lines,
    /** @returns the ids of the messages that failed */
    route: async (...records: readonly SQSRecord[]): Promise<readonly string[]> => {
      const { batchItemFailures } = await router(anSqsEvent(...records), invocation);
      return batchItemFailures.map((each) => each.itemIdentifier);
    },
    sentMessages,
    /** The deliveries that were sent, each with its destination and its event. */
    sentDeliveries: () =>
      sentMessages().flatMap(({ destinationId, deliveries }) =>
        deliveries.map(({ eventText, ...head }) => {
          const event = JSON.parse(eventText) as Record<string, unknown>;
          return { ...head, destinationId, event };
        }),
      ),
    rejected: (): readonly RejectedEvent[] =>
      queues.rejectedEvents.sent.map(({ body, attribute }) => parseRejectedEvent(body, attribute)),
  };
}

/** A message with one event. */
export function single(more: Readonly<Record<string, unknown>> = {}, parts: RecordParts = {}): SQSRecord {
  return aRecord(JSON.stringify({ writeKey: 'wk_web', ...anEvent(more) }), parts);
}

export function batch(events: readonly unknown[], parts: RecordParts = {}): SQSRecord {
  return aRecord(JSON.stringify({ writeKey: 'wk_web', batch: events }), parts);
}

/** What the router put back into its own queue, as Lambda hands it over again. */
export function received({ body, attribute }: OutgoingMessage, index: number): SQSRecord {
  return aRecord(body, { messageId: `again-${index}`, ...(attribute !== undefined && { attribute }) });
}
