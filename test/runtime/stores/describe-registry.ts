import { describe, expect, test } from '@jest/globals';
import type { Registry } from '../../../runtime/stores/ports.ts';
import { aDestination, aSource, NOON } from '../../support/builders.ts';

const ACME = { id: 'sub_acme', name: 'acme-crm' };
const PUBLISHED = new Date(NOON);

/** What every registry promises. @param make an empty registry */
export function describeRegistry(name: string, make: () => Promise<Registry>): void {
  describe(name, () => {
    test('finds a source by its write key, and no longer by an earlier one', async () => {
      const registry = await make();
      await registry.putSource(aSource());
      await registry.putSource(aSource({ id: 'src_app', writeKey: 'wk_app' }));
      await expect(registry.findSource('wk_web')).resolves.toEqual(aSource());
      await registry.putSource(aSource({ writeKey: 'wk_new' }));
      await expect(registry.findSource('wk_web')).resolves.toBeNull();
      await expect(registry.findSource('wk_new')).resolves.toEqual(aSource({ writeKey: 'wk_new' }));
    });

    test.each(['', 'wk_we', 'wk_web ', '#', 'x'.repeat(300_000), '\ud800', '\u0000', '\uffff', '💧'])(
      'finds no source by a write key that none has: %j',
      async (writeKey) => {
        const registry = await make();
        await registry.putSource(aSource());
        await expect(registry.findSource(writeKey)).resolves.toBeNull();
      },
    );

    test('finds a source by a write key of any characters', async () => {
      const registry = await make();
      const source = aSource({ writeKey: '# /"\\ä💧\uffff', name: 'any\u0000name' });
      await registry.putSource(source);
      await expect(registry.findSource(source.writeKey)).resolves.toEqual(source);
    });

    test('lists the destinations of a source, also disabled ones, and no others', async () => {
      const registry = await make();
      const [one, disabled] = [aDestination({ id: 'dst_1' }), aDestination({ id: 'dst_2', enabled: false })];
      await registry.putDestination(disabled);
      await registry.putDestination(one);
      await registry.putDestination(aDestination({ id: 'dst_3', sourceId: 'src_we' }));
      await expect(registry.listDestinations('src_web')).resolves.toEqual([one, disabled]);
      await expect(registry.listDestinations('src_none')).resolves.toEqual([]);
    });

    test('lists a destination under the source that it moved to', async () => {
      const registry = await make();
      await registry.putDestination(aDestination());
      await registry.putDestination(aDestination({ sourceId: 'src_app' }));
      await expect(registry.listDestinations('src_web')).resolves.toEqual([]);
      await expect(registry.listDestinations('src_app')).resolves.toHaveLength(1);
    });

    test('lists more destinations than fit into one answer of its store', async () => {
      const registry = await make();
      const ids = Array.from({ length: 30 }, (_, index) => `dst_${100 + index}`);
      for (const id of ids)
        await registry.putDestination(aDestination({ id, sealedSettings: 'x'.repeat(87_000) }));
      expect((await registry.listDestinations('src_web')).map(({ id }) => id)).toEqual(ids);
      expect((await registry.listAll()).destinations).toHaveLength(30);
    });

    test('gives a destination as it was put last, and nothing once it is deleted', async () => {
      const registry = await make();
      await registry.putDestination(aDestination());
      const changed = aDestination({
        enabled: false,
        retry: { firstDelayMs: 1, maxDelayMs: 2, windowMs: 3, maxAttempts: 4 },
      });
      await registry.putDestination(changed);
      await expect(registry.getDestination('dst_acme')).resolves.toEqual(changed);
      await registry.deleteDestination('dst_acme');
      await expect(registry.getDestination('dst_acme')).resolves.toBeNull();
      await expect(registry.listDestinations('src_web')).resolves.toEqual([]);
      await registry.deleteDestination('dst_acme');
    });

    test('forgets a source that is deleted', async () => {
      const registry = await make();
      await registry.putSource(aSource());
      await registry.deleteSource('src_web');
      await expect(registry.findSource('wk_web')).resolves.toBeNull();
    });

    test('numbers the versions of a subscription from one, and makes the latest live', async () => {
      const registry = await make();
      await expect(registry.getSubscription('sub_acme')).resolves.toBeNull();
      await registry.publishVersion(ACME, 'hash-1', PUBLISHED);
      const second = await registry.publishVersion(ACME, 'hash-2', PUBLISHED);
      expect(second).toEqual({
        v: 1,
        ...ACME,
        live: { number: 2, programHash: 'hash-2', publishedAt: '2026-11-24T10:00:00.000Z' },
      });
      await expect(registry.getSubscription('sub_acme')).resolves.toEqual(second);
    });

    test('changes nothing when the live program is published again', async () => {
      const registry = await make();
      const first = await registry.publishVersion(ACME, 'hash-1', PUBLISHED);
      await expect(registry.publishVersion(ACME, 'hash-1', new Date(NOON + 1))).resolves.toEqual(first);
      await expect(registry.getSubscription('sub_acme')).resolves.toEqual(first);
    });

    test('gives each of many publishers at once a number of its own', async () => {
      const registry = await make();
      const hashes = Array.from({ length: 12 }, (_, index) => `hash-${index}`);
      const published = await Promise.all(
        hashes.map((hash) => registry.publishVersion(ACME, hash, PUBLISHED)),
      );
      const numbers = published.map(({ live }) => live.number).sort((left, right) => left - right);
      expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      const last = published.find(({ live }) => live.number === 12);
      await expect(registry.getSubscription('sub_acme')).resolves.toEqual(last);
    });

    test('lists all that there is', async () => {
      const registry = await make();
      await expect(registry.listAll()).resolves.toEqual({ sources: [], destinations: [], subscriptions: [] });
      await registry.putSource(aSource());
      await registry.putDestination(aDestination());
      await registry.publishVersion(ACME, 'hash-1', PUBLISHED);
      const live = await registry.publishVersion(ACME, 'hash-2', PUBLISHED);
      await expect(registry.listAll()).resolves.toEqual({
        sources: [aSource()],
        destinations: [aDestination()],
        subscriptions: [live],
      });
    });
  });
}
