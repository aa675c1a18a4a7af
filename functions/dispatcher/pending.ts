import type { Delivery } from '../../runtime/contract/delivery.ts';
import type { DeliveryShared } from '../../runtime/contract/delivery-message.ts';

/** A delivery message that was received. */
export interface ReceivedMessage extends DeliveryShared {
  readonly recordId: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
  /** From 0 to 1, drawn once: what of it fails alike is retried together. */
  readonly random: number;
  readonly deliveries: readonly Delivery[];
}

/** A delivery that waits for what is to become of it, and the message that it came with. */
export interface Pending {
  readonly message: ReceivedMessage;
  readonly delivery: Delivery;
}

/** The deliveries of some messages, in order. */
export function pendingOf(messages: readonly ReceivedMessage[]): readonly Pending[] {
  return messages.flatMap((message) => message.deliveries.map((delivery) => ({ message, delivery })));
}
