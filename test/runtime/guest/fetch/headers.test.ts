import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Headers as GuestHeaders } from '../../../../runtime/guest/fetch/headers.ts';
import { answerOf } from '../answer-of.ts';

const name = fc.constantFrom(
  'a',
  'A',
  'b-c',
  'Set-Cookie',
  'set-cookie',
  'accept',
  '__proto__',
  '',
  'é',
  'a b',
  'a:',
);
const value = fc.constantFrom('', '1', ' 2 ', '\t3\r\n', 'a, b', 'é', '\u0100', 'a\nb', 'a\0', '\u007f');
const step = fc.oneof(
  fc.tuple(fc.constantFrom('append', 'set'), name, value),
  fc.tuple(fc.constantFrom('delete', 'get', 'has'), name),
);

type Made = Pick<Headers, 'append' | 'set' | 'delete' | 'get' | 'has' | 'entries' | 'getSetCookie'>;

function act(headers: Made, [method, ...args]: readonly string[]): unknown {
  return answerOf(() => Reflect.apply(headers[method as 'set'], headers, args));
}

describe('Headers', () => {
  test('answers every sequence of calls as Node does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const [ours, nodes] = [new GuestHeaders(), new Headers()];
        for (const each of steps) expect(act(ours, each)).toEqual(act(nodes, each));
        expect([...ours.entries()]).toEqual([...nodes.entries()]);
        expect([...ours.keys()]).toEqual([...nodes.keys()]);
        expect([...ours.values()]).toEqual([...nodes.values()]);
        expect(ours.getSetCookie()).toEqual(nodes.getSetCookie());
      }),
    );
  });

  test.each([
    ['nothing', undefined],
    ['an object', { B: '2', a: '1' }],
    ['numbers', { a: 1, b: true }],
    [
      'pairs',
      [
        ['b', '2'],
        ['a', '1'],
        ['B', '3'],
      ],
    ],
    ['a map', new Map([['a', '1']])],
    ['an empty object', {}],
    ['a text', 'a: 1'],
    ['a number', 1],
    ['pairs of three', [['a', '1', '2']]],
    ['pairs of one', [['a']]],
    ['bad names', { 'a b': '1' }],
  ])('is made of %s as Node makes it', (_, init) => {
    const ours = answerOf(() => [...new GuestHeaders(init)]);
    expect(ours).toEqual(answerOf(() => [...new Headers(init as never)]));
  });

  test('is made of other Headers, and a copy', () => {
    const first = new GuestHeaders([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]);
    const copy = new GuestHeaders(first);
    first.append('c', '3');
    expect([...copy]).toEqual([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]);
  });

  test('hands each header to forEach()', () => {
    const [ours, nodes] = [new GuestHeaders({ b: '2', a: '1' }), new Headers({ b: '2', a: '1' })];
    const seen: unknown[] = [];
    ours.forEach((each, of, headers) => seen.push(each, of, headers === ours));
    nodes.forEach((each, of, headers) => seen.push(each, of, headers === nodes));
    expect(seen.slice(0, 6)).toEqual(seen.slice(6));
  });
});
