import type { DeadLetter } from '../../runtime/contract/dead-letter.ts';
import type { Delivery } from '../../runtime/contract/delivery.ts';
import { encodeDeliveries } from '../../runtime/contract/delivery-message.ts';
import type { QueueSender } from '../../runtime/queues/queue-sender.ts';
import type { DeadLetterStore } from '../../runtime/stores/ports.ts';

export interface RedriveDeps {
  readonly letters: Pick<DeadLetterStore, 'get' | 'delete'>;
  readonly deliveries: QueueSender;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Redriven {
  readonly sent: number;
  /** Those that could not be sent. They are kept as they were. */
  readonly unsent: number;
}

/** Letters that are sent, and then deleted, together. */
const MAX_AT_ONCE = 50;
/**
 * Before a delivery is run again: long enough that its dead letter is deleted by then. It could fail, be filed anew
 * and be deleted in place of the old one otherwise.
 */
const HEAD_START_MS = 2_000;

/**
 * Sends the deliveries of dead letters again, as if for the first time: first attempt, whole retry window, the same id.
 * A letter is deleted when its delivery is safely sent; if in doubt it is kept, and its delivery made twice.
 */
export async function redrive(letters: readonly DeadLetter[], deps: RedriveDeps): Promise<Redriven> {
  let sent = 0;
  for (const group of Map.groupBy(letters, (each) => each.destinationId).values()) {
    for (let from = 0; from < group.length; from += MAX_AT_ONCE) {
      const runsAt = deps.now() + HEAD_START_MS;
      const some = await sendAgain(group.slice(from, from + MAX_AT_ONCE), deps.deliveries);
      await Promise.all(some.map((letter) => deleteSent(letter, runsAt, deps)));
      sent += some.length;
    }
  }
  return { sent, unsent: letters.length - sent };
}

/** @param letters of one destination. @returns those whose delivery is safely sent */
async function sendAgain(letters: readonly DeadLetter[], queue: QueueSender): Promise<readonly DeadLetter[]> {
  const [first] = letters;
  if (first === undefined) return [];
  const shared = { lane: 'stream', destinationId: first.destinationId, attempt: 1, notBefore: null } as const;
  const encoded = encodeDeliveries(
    shared,
    letters.map(({ delivery }) => anew(delivery)),
  );
  const messages = encoded.map(({ body, attribute, deliveries }) => ({
    message: { body, attribute, groupId: shared.destinationId, delayMs: HEAD_START_MS },
    ids: deliveries.map(({ id }) => id),
  }));
  const unsent = new Set(await queue.send(messages.map(({ message }) => message)));
  const sentIds = new Set(messages.filter(({ message }) => !unsent.has(message)).flatMap(({ ids }) => ids));
  return letters.filter(({ id }) => sentIds.has(id));
}

function anew(delivery: Delivery): Delivery {
  return { ...delivery, firstAttemptAt: null, windowExtensionMs: 0, childDeaths: 0, history: [] };
}

/** Deletes a letter, but none that its delivery left anew: it can have since `runsAt`, in milliseconds since 1970. */
async function deleteSent(letter: DeadLetter, runsAt: number, { letters, now }: RedriveDeps): Promise<void> {
  if (now() >= runsAt) {
    const present = await letters.get(letter.destinationId, letter.id);
    if (present?.gaveUpAt !== letter.gaveUpAt) return;
  }
  await letters.delete(letter);
}
