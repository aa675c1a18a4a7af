import type { Delivery } from '../../runtime/contract/delivery.ts';
import type { RejectedEvent } from '../../runtime/contract/rejected-event.ts';
import type { OutgoingMessage } from '../../runtime/queues/queue-sender.ts';

/** What follows from one message of the events queue. */
export interface Routed {
  readonly recordId: string;
  /** How many of its events were accepted here. */
  readonly accepted: number;
  readonly deliveries: readonly RoutedDelivery[];
  readonly rejected: readonly RejectedEvent[];
  /** The part of a large batch that goes back to the events queue. */
  readonly rest: readonly OutgoingMessage[];
}

export interface RoutedDelivery {
  readonly destinationId: string;
  readonly delivery: Delivery;
}
