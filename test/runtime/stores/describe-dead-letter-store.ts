import { describe, expect, test } from '@jest/globals';
import type { DeadLetter } from '../../../runtime/contract/dead-letter.ts';
import type { DeadLetterStore } from '../../../runtime/stores/ports.ts';
import { aDelivery, NOON } from '../../support/builders.ts';
import { collect } from './collect.ts';

const DAY_MS = 86_400_000;

export function aDeadLetter(more: Partial<DeadLetter> = {}): DeadLetter {
  return {
    v: 1,
    id: 'd1',
    destinationId: 'dst_acme',
    lane: 'stream',
    code: 'bad_request',
    message: 'Cannot read properties of undefined',
    attempts: 1,
    gaveUpAt: NOON,
    delivery: aDelivery({ history: [{ attempt: 1, at: NOON, code: 'bad_request', message: 'first' }] }),
    ...more,
  };
}

/** Texts that are easily changed on their way: by encoding, escaping, or cutting at what looks like an end. */
export const STRANGE_TEXTS = [
  '{"a":"\\ud800 lone"}',
  '\ud800',
  '\uffff\ufffe\u0000\u001f\u2028\u2029',
  'ä💧\r\n\t"\\</script>&amp;%2F%',
  '\ufeffbyte order mark',
  '',
];

/** What every store of dead letters promises. @param make an empty store */
export function describeDeadLetterStore(name: string, make: () => Promise<DeadLetterStore>): void {
  describe(name, () => {
    test.each(STRANGE_TEXTS)('gives a dead letter back with its text unchanged: %j', async (eventText) => {
      const store = await make();
      const letter = aDeadLetter({ message: eventText, delivery: aDelivery({ eventText }) });
      await store.put(letter);
      await expect(store.get('dst_acme', 'd1')).resolves.toEqual(letter);
      await expect(collect(store.list())).resolves.toEqual([letter]);
    });

    test.each(['a/b', '../up', 'a b+c%2F', 'ä💧', '\ud800', 'x'.repeat(2000), '.', '#?&'])(
      'finds a dead letter by an id of any characters: %j',
      async (id) => {
        const store = await make();
        const letter = aDeadLetter({ id, destinationId: id });
        await store.put(aDeadLetter({ destinationId: id, id: `${id} other` }));
        await store.put(letter);
        await expect(store.get(id, id)).resolves.toMatchObject({ v: 1, attempts: 1 });
        await expect(collect(store.list(id))).resolves.toHaveLength(2);
        await store.delete(letter);
        await expect(store.get(id, id)).resolves.toBeNull();
      },
    );

    test('replaces a dead letter that is put again', async () => {
      const store = await make();
      await store.put(aDeadLetter({ message: 'first' }));
      await store.put(aDeadLetter({ message: 'second' }));
      await expect(collect(store.list())).resolves.toEqual([aDeadLetter({ message: 'second' })]);
    });

    test('lists one destination by day, or all of them', async () => {
      const store = await make();
      const letters = [
        aDeadLetter({ destinationId: 'dst_a', id: '2', gaveUpAt: NOON }),
        aDeadLetter({ destinationId: 'dst_a', id: '1', gaveUpAt: NOON + DAY_MS }),
        aDeadLetter({ destinationId: 'dst_a2', id: '3' }),
      ];
      for (const letter of letters.toReversed()) await store.put(letter);
      await expect(collect(store.list('dst_a'))).resolves.toEqual(letters.slice(0, 2));
      await expect(collect(store.list())).resolves.toEqual(letters);
      await expect(collect(store.list('dst_none'))).resolves.toEqual([]);
    });

    test('lists more than a thousand, each once', async () => {
      const store = await make();
      const ids = Array.from(
        { length: 1_050 },
        (_, index) => index.toString(36).toUpperCase() + index.toString(36),
      );
      await Promise.all(ids.map((id) => store.put(aDeadLetter({ id }))));
      const listed = await collect(store.list());
      expect(listed.map(({ id }) => id)).toEqual(ids.toSorted());
      await expect(store.get('dst_acme', ids[500] ?? '')).resolves.toMatchObject({ id: ids[500] });
    });

    test('leaves out what is deleted while it lists', async () => {
      const store = await make();
      const letters = Array.from({ length: 40 }, (_, index) => aDeadLetter({ id: String(100 + index) }));
      for (const letter of letters) await store.put(letter);
      const listed: string[] = [];
      for await (const letter of store.list()) {
        if (listed.push(letter.id) === 1)
          await Promise.all(letters.slice(20).map((each) => store.delete(each)));
      }
      expect(listed).toEqual(letters.slice(0, 20).map(({ id }) => id));
    });

    test('forgets what is deleted, twice too', async () => {
      const store = await make();
      await store.put(aDeadLetter());
      await store.delete(aDeadLetter());
      await store.delete(aDeadLetter());
      await expect(collect(store.list())).resolves.toEqual([]);
      await expect(store.get('dst_acme', 'd1')).resolves.toBeNull();
    });
  });
}
