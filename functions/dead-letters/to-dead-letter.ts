import type { DeadLetter } from '../../runtime/contract/dead-letter.ts';
import type { Delivery } from '../../runtime/contract/delivery.ts';
import type { DeliveryShared } from '../../runtime/contract/delivery-message.ts';
import { ParseError } from '../../runtime/contract/parse-error.ts';

/**
 * Makes a dead letter of a delivery that was given up; the last of its history says why.
 * @throws ParseError when it has no history.
 */
export function toDeadLetter(delivery: Delivery, { lane, destinationId }: DeliveryShared): DeadLetter {
  const reason = delivery.history.at(-1);
  if (reason === undefined) throw new ParseError('history', 'is empty, so there is no reason');
  const { code, message, attempt: attempts, at: gaveUpAt } = reason;
  return { v: 1, id: delivery.id, destinationId, lane, code, message, attempts, gaveUpAt, delivery };
}
