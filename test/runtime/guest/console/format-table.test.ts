import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { formatTable } from '../../../../runtime/guest/console/format-table.ts';

/** The same table, drawn by Node. */
function nodesTable(data: unknown, columns?: readonly string[]): string {
  let text = '';
  const stdout = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  new Console({ stdout }).table(data, columns);
  return text.slice(0, -1);
}

test.each<[string, unknown, readonly string[] | undefined]>([
  [
    'objects',
    [
      { a: 1, b: 'x' },
      { a: 2, c: { d: 1 } },
    ],
    undefined,
  ],
  ['values', [1, 'a', undefined, null], undefined],
  ['lists', [[1, 2], [3]], undefined],
  ['an object of objects', { first: { a: 1 }, second: 5 }, undefined],
  ['some columns', [{ a: 1, b: 2 }], ['b']],
  ['a map', new Map([['k', { v: 1 }]]), undefined],
  ['a set', new Set([{ a: 1 }, 2]), undefined],
  ['nothing', [], undefined],
  ['an empty map', new Map(), undefined],
  ['deep values', [{ a: { b: { c: 1 } } }], undefined],
  ['what is no table', 5, undefined],
  ['a text', 'a', undefined],
])('draws %s as Node does', (_, data, columns) => {
  expect(formatTable(data, columns)).toBe(nodesTable(data, columns));
});
