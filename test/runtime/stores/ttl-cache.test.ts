import { describe, expect, test } from '@jest/globals';
import { TtlCache } from '../../../runtime/stores/ttl-cache.ts';

function aCache({ maxEntries = 10 } = {}) {
  const clock = { ms: 0 };
  const cache = new TtlCache<string>({ ttlMs: 1000, maxEntries, now: () => clock.ms });
  const loads: string[] = [];
  const get = (key: string): Promise<string> =>
    cache.get(key, async () => {
      loads.push(key);
      return `${key} ${loads.length}`;
    });
  return { cache, clock, loads, get };
}

describe('TtlCache', () => {
  test('loads a key once until its time is over', async () => {
    const { clock, get } = aCache();
    await expect(get('a')).resolves.toBe('a 1');
    clock.ms = 999;
    await expect(get('a')).resolves.toBe('a 1');
    clock.ms = 1000;
    await expect(get('a')).resolves.toBe('a 2');
  });

  test('shares a load that is under way', async () => {
    const { get, loads } = aCache();
    await Promise.all([get('a'), get('a'), get('b')]);
    expect(loads).toEqual(['a', 'b']);
  });

  test('forgets a load that failed, and only that one', async () => {
    const { cache, get } = aCache();
    const first = Promise.withResolvers<string>();
    const failed = cache.get('a', () => first.promise);
    cache.clear();
    await expect(get('a')).resolves.toBe('a 1');
    first.reject(new Error('store is down'));
    await expect(failed).rejects.toThrow('store is down');
    await expect(get('a')).resolves.toBe('a 1');

    await expect(cache.get('b', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    await expect(get('b')).resolves.toBe('b 2');
  });

  test('drops the oldest entry when it is full', async () => {
    const { get, loads } = aCache({ maxEntries: 2 });
    for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await get(key);
    expect(loads).toEqual(['a', 'b', 'c', 'a']);
  });
});
