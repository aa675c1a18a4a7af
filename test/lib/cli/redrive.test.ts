import { describe, expect, test } from '@jest/globals';
import { redrive } from '../../../lib/cli/redrive.ts';
import type { DeadLetter } from '../../../runtime/contract/dead-letter.ts';
import { parseDeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import type { OutgoingMessage } from '../../../runtime/queues/queue-sender.ts';
import { aDelivery, NOON } from '../../support/builders.ts';

function aLetter(id: string, more: Partial<DeadLetter> = {}): DeadLetter {
  return {
    v: 1,
    id,
    destinationId: 'dst_acme',
    lane: 'batch',
    code: 'bad_request',
    message: 'TypeError: no',
    attempts: 3,
    gaveUpAt: NOON,
    delivery: aDelivery({
      id,
      firstAttemptAt: NOON,
      windowExtensionMs: 5,
      childDeaths: 1,
      history: [{ attempt: 3, at: NOON, code: 'bad_request', message: 'TypeError: no' }],
    }),
    ...more,
  };
}

/** A desk with these letters, on a queue that refuses the messages that `refuses` says. */
function aDesk(letters: readonly DeadLetter[], refuses: (message: OutgoingMessage) => boolean = () => false) {
  const kept = new Map(letters.map((each) => [each.id, each]));
  const sent: OutgoingMessage[] = [];
  return {
    kept,
    sent,
    now: () => NOON,
    letters: {
      get: async (_: string, id: string) => kept.get(id) ?? null,
      delete: async ({ id }: { readonly id: string }) => void kept.delete(id),
    },
    deliveries: {
      send: async (messages: readonly OutgoingMessage[]) => {
        sent.push(...messages.filter((each) => !refuses(each)));
        return messages.filter(refuses);
      },
    },
  };
}

describe('redrive()', () => {
  test('sends a delivery as if for the first time, and deletes its letter', async () => {
    const letter = aLetter('d1');
    const desk = aDesk([letter]);
    expect(await redrive([letter], desk)).toEqual({ sent: 1, unsent: 0 });
    const [message] = desk.sent;
    expect(message?.groupId).toBe('dst_acme');
    expect(parseDeliveryMessage(message?.body ?? '', message?.attribute)).toEqual({
      lane: 'stream',
      destinationId: 'dst_acme',
      attempt: 1,
      notBefore: null,
      deliveries: [aDelivery({ id: 'd1' })],
    });
    expect(desk.kept.size).toBe(0);
  });

  test('keeps the letters whose deliveries could not be sent', async () => {
    const letters = [aLetter('d1'), aLetter('d2', { destinationId: 'dst_other' })];
    const desk = aDesk(letters, ({ groupId }) => groupId === 'dst_other');
    expect(await redrive(letters, desk)).toEqual({ sent: 1, unsent: 1 });
    expect([...desk.kept.keys()]).toEqual(['d2']);
  });

  test('keeps a letter that was filed anew, where the delivery had the time to fail', async () => {
    const desk = aDesk([aLetter('d1', { gaveUpAt: NOON + 1 }), aLetter('d2')]);
    let now = NOON;
    const late = { ...desk, now: () => (now += 5_000) };
    expect(await redrive([aLetter('d1'), aLetter('d2')], late)).toEqual({ sent: 2, unsent: 0 });
    expect([...desk.kept.keys()]).toEqual(['d1']);
  });

  test('gives deliveries a head start for their letters to be deleted in', async () => {
    const desk = aDesk([aLetter('d1')]);
    await redrive([aLetter('d1')], desk);
    expect(desk.sent).toMatchObject([{ delayMs: 2_000 }]);
  });

  test('sends as many as there are, packed by destination', async () => {
    const letters = Array.from({ length: 120 }, (_, index) =>
      aLetter(`d${index}`, { destinationId: index % 2 === 0 ? 'dst_a' : 'dst_b' }),
    );
    const desk = aDesk(letters);
    expect(await redrive(letters, desk)).toEqual({ sent: 120, unsent: 0 });
    const ids = desk.sent.flatMap(({ body, attribute }) =>
      parseDeliveryMessage(body, attribute).deliveries.map(({ id }) => id),
    );
    expect(ids.toSorted()).toEqual(letters.map(({ id }) => id).toSorted());
    expect(desk.sent.length).toBe(4);
    expect(desk.kept.size).toBe(0);
  });
});
