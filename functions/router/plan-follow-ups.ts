import type { Lane } from '../../runtime/contract/delivery.ts';
import type { RejectedEvent } from '../../runtime/contract/rejected-event.ts';
import { encodeRejectedEvent } from '../../runtime/contract/rejected-event.ts';
import { MAX_REQUEST_BYTES, sizeBytes } from '../../runtime/queues/pack-requests.ts';
import type { OutgoingMessage } from '../../runtime/queues/queue-sender.ts';
import type { FollowUp } from '../follow-up.ts';
import { packDeliveries } from '../follow-up.ts';
import type { Routed } from './routed.ts';

/** What a batch of messages of the events queue leads to, queue by queue. */
export interface RouterPlan {
  readonly deliveries: readonly FollowUp[];
  readonly events: readonly FollowUp[];
  readonly rejectedEvents: readonly FollowUp[];
  /** Rejected texts that SQS can't take together with their reason. */
  readonly tooLarge: readonly TooLarge[];
}

export interface TooLarge {
  readonly event: RejectedEvent;
  readonly recordId: string;
}

/** Packs what the whole batch holds for one destination together, and what can't be accepted with its reason. */
export function planFollowUps(routed: readonly Routed[], lane: Lane): RouterPlan {
  const deliveries = routed.flatMap(({ recordId, deliveries }) =>
    deliveries.map(({ destinationId, delivery }) => ({ destinationId, delivery, recordId })),
  );
  const rejected = routed.flatMap(({ recordId, rejected }) =>
    rejected.map((event) => ({ event, recordId, message: encodeRejectedEvent(event) })),
  );
  const byDestination = Map.groupBy(deliveries, (each) => each.destinationId);
  return {
    deliveries: Array.from(byDestination).flatMap(([destinationId, following]) =>
      packDeliveries({ lane, destinationId, attempt: 1, notBefore: null }, following),
    ),
    events: routed.flatMap(({ recordId, rest }) => rest.map((message) => follow(message, recordId))),
    rejectedEvents: rejected.filter(fitsSqs).map(({ message, recordId }) => follow(message, recordId)),
    tooLarge: rejected.filter((each) => !fitsSqs(each)),
  };
}

function fitsSqs({ message }: { readonly message: OutgoingMessage }): boolean {
  return sizeBytes(message) <= MAX_REQUEST_BYTES;
}

function follow(message: OutgoingMessage, recordId: string): FollowUp {
  return { message, recordIds: [recordId] };
}
