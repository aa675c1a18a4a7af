import { describe, expect, test } from '@jest/globals';
import type { RejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import type { RejectedEventStore } from '../../../runtime/stores/ports.ts';
import { NOON } from '../../support/builders.ts';
import { collect } from './collect.ts';
import { STRANGE_TEXTS } from './describe-dead-letter-store.ts';

const HOUR_MS = 3_600_000;

function aRejectedEvent(more: Partial<RejectedEvent> = {}): RejectedEvent {
  return {
    v: 1,
    id: 'r1',
    receivedAt: NOON,
    reason: 'type: is missing',
    sourceId: null,
    text: '{}',
    ...more,
  };
}

/** What every store of rejected events promises. @param make an empty store */
export function describeRejectedEventStore(name: string, make: () => Promise<RejectedEventStore>): void {
  describe(name, () => {
    test.each(STRANGE_TEXTS)('gives a rejected event back with its text unchanged: %j', async (text) => {
      const store = await make();
      const event = aRejectedEvent({ id: `id/${text}`, text, reason: text, sourceId: 'src_web' });
      await store.put(event);
      await expect(collect(store.list())).resolves.toEqual([event]);
    });

    test('replaces one that is put again, and lists by the hour they came in', async () => {
      const store = await make();
      const [early, late] = [
        aRejectedEvent({ id: 'b' }),
        aRejectedEvent({ id: 'a', receivedAt: NOON + HOUR_MS }),
      ];
      for (const event of [late, early, late]) await store.put(event);
      await expect(collect(store.list())).resolves.toEqual([early, late]);
    });

    test('lists more than a thousand', async () => {
      const store = await make();
      const ids = Array.from({ length: 1_010 }, (_, index) => String(10_000 + index));
      await Promise.all(ids.map((id) => store.put(aRejectedEvent({ id }))));
      expect((await collect(store.list())).map(({ id }) => id)).toEqual(ids);
    });
  });
}
