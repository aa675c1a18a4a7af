import { expect, test } from '@jest/globals';
import { RecentMap } from '../../../runtime/sandbox/recent-map.ts';

test('RecentMap forgets the entry that was used longest ago, by get or by set', () => {
  const map = new RecentMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  expect(map.get('a')).toBe(1);
  map.set('c', 3);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  map.set('a', 4);
  map.set('d', 5);
  expect([map.get('a'), map.get('c'), map.get('d')]).toEqual([4, undefined, 5]);
});

test('RecentMap has room for another when one is deleted', () => {
  const map = new RecentMap<string, number>(1);
  map.set('a', 1);
  map.delete('a');
  map.set('b', 2);
  expect([map.get('a'), map.get('b')]).toEqual([undefined, 2]);
});
