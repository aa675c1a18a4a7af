import type { Delivery } from '../runtime/contract/delivery.ts';
import type { DeliveryShared } from '../runtime/contract/delivery-message.ts';
import { encodeDeliveries } from '../runtime/contract/delivery-message.ts';
import type { OutgoingMessage } from '../runtime/queues/queue-sender.ts';

/** A message that must be safely in its queue before the messages it follows from are done. */
export interface FollowUp {
  readonly message: OutgoingMessage;
  /** The received messages that it follows from. */
  readonly recordIds: readonly string[];
}

/** A delivery, and the received message that it follows from. */
export interface FollowingDelivery {
  readonly delivery: Delivery;
  readonly recordId: string;
}

/** Packs deliveries that share lane, destination and attempt into as few messages as may be. */
export function packDeliveries(
  shared: DeliveryShared,
  following: readonly FollowingDelivery[],
  { delayMs = 0 }: { readonly delayMs?: number } = {},
): readonly FollowUp[] {
  const messages = encodeDeliveries(
    shared,
    following.map((each) => each.delivery),
  );
  let from = 0;
  return messages.map(({ body, attribute, deliveries }) => {
    const packed = following.slice(from, (from += deliveries.length));
    return {
      message: { body, attribute, groupId: shared.destinationId, delayMs },
      recordIds: [...new Set(packed.map((each) => each.recordId))],
    };
  });
}
