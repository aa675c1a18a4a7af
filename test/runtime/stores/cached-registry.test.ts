import { describe, expect, test } from '@jest/globals';
import { CachedRegistry } from '../../../runtime/stores/cached-registry.ts';
import type { Registry } from '../../../runtime/stores/ports.ts';
import { aDestination, aSource, aSubscription } from '../../support/builders.ts';

function aRegistry() {
  const reads: string[] = [];
  const read = <Found>(name: string, found: Found) => {
    return async (key: string): Promise<Found> => {
      reads.push(`${name} ${key}`);
      return found;
    };
  };
  const registry: Registry = {
    findSource: read('source', aSource()),
    listDestinations: read('destinations', [aDestination()]),
    getDestination: read('destination', aDestination()),
    getSubscription: read('subscription', aSubscription()),
    listAll: async () => ({ sources: [], destinations: [], subscriptions: [] }),
    putSource: async () => {},
    putDestination: async () => {},
    deleteSource: async () => {},
    deleteDestination: async () => {},
    publishVersion: async () => aSubscription(),
  };
  const clock = { ms: 0 };
  return { cached: new CachedRegistry(registry, { now: () => clock.ms }), reads, clock };
}

async function readAll(registry: Registry): Promise<void> {
  await registry.findSource('same');
  await registry.listDestinations('same');
  await registry.getDestination('same');
  await registry.getSubscription('same');
}

const ALL_READS = ['source same', 'destinations same', 'destination same', 'subscription same'];

describe('CachedRegistry', () => {
  test('reads each kind once in ten seconds', async () => {
    const { cached, reads, clock } = aRegistry();
    await readAll(cached);
    clock.ms = 9_999;
    await readAll(cached);
    expect(reads).toEqual(ALL_READS);
    clock.ms = 10_000;
    await readAll(cached);
    expect(reads).toEqual([...ALL_READS, ...ALL_READS]);
  });

  test('reads again after a change of its own', async () => {
    const { cached, reads } = aRegistry();
    await readAll(cached);
    await cached.putDestination(aDestination());
    await readAll(cached);
    expect(reads).toEqual([...ALL_READS, ...ALL_READS]);
  });

  test('neither asks for nor keeps a write key that none can be', async () => {
    const { cached, reads } = aRegistry();
    await expect(cached.findSource('x'.repeat(300_000))).resolves.toBeNull();
    expect(reads).toEqual([]);
  });
});
