import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { structuredClone as cloneInGuest } from '../../../../runtime/guest/web/structured-clone.ts';
import { anyJson } from '../../../support/arbitraries.ts';
import { answerOf } from '../answer-of.ts';

describe('structuredClone()', () => {
  test('copies every JSON value', () => {
    fc.assert(
      fc.property(anyJson(), (value) => {
        expect(JSON.stringify(cloneInGuest(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  test.each([
    ['undefined', undefined],
    ['a bigint', 5n],
    ['a date', new Date(5)],
    ['an invalid date', new Date(Number.NaN)],
    ['a pattern', /a/giu],
    [
      'a map',
      new Map<unknown, unknown>([
        ['a', { b: 1 }],
        [{ c: 2 }, new Set([1])],
      ]),
    ],
    ['a set', new Set(['a', ['b']])],
    ['a buffer', Uint8Array.of(1, 2).buffer],
    ['bytes', Uint8Array.of(1, 2, 3).subarray(1)],
    ['numbers', Object.assign(new Float64Array(new ArrayBuffer(16)), [1.5, Number.NaN])],
    [
      'two views of one buffer',
      ((bytes) => [bytes, new DataView(bytes.buffer, 2, 1)])(Uint8Array.of(1, 2, 3, 4)),
    ],
    ['a view', new DataView(Uint8Array.of(1, 2, 3).buffer, 1, 1)],
    ['boxed values', [Object('a'), Object(1), Object(false), Object(5n)]],
    ['a sparse array', Object.assign([1, undefined, 3], { 7: 8 })],
    ['an array with a name', Object.assign([1], { name: 'a' })],
    [
      'an object of a class',
      new (class Point {
        x = 1;
        get y() {
          return 2;
        }
      })(),
    ],
    [
      'a getter',
      {
        get a() {
          return 1;
        },
      },
    ],
    ['a symbol as a key', { [Symbol('a')]: 1, b: 2 }],
    ['a hidden member', Object.defineProperty({ a: 1 }, 'b', { value: 2 })],
    ['a frozen object', Object.freeze({ a: 1 })],
    ['__proto__ as a key', JSON.parse('{"__proto__":{"a":1}}')],
  ])('copies %s as Node does', (_, value) => {
    // Node's copy is of another realm: compared by what is in it.
    expect(shown(cloneInGuest(value))).toEqual(shown(structuredClone(value)));
  });

  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a function within', { a: [() => 1] }],
    ['a promise', Promise.resolve()],
    ['a weak map', new WeakMap()],
    ['a symbol in a map', new Map([['a', Symbol('a')]])],
  ])('refuses %s', (_, value) => {
    expect(answerOf(() => cloneInGuest(value))).toBe(answerOf(() => structuredClone(value)));
  });

  test('copies an error with its name, message, stack and cause', () => {
    const error = new RangeError('no', { cause: { a: 1 } });
    const copy = cloneInGuest(error) as RangeError;
    expect(copy).toBeInstanceOf(RangeError);
    expect([copy.name, copy.message, copy.stack, copy.cause]).toEqual([
      'RangeError',
      'no',
      error.stack,
      { a: 1 },
    ]);
    expect(copy).not.toBe(error);
    expect(cloneInGuest(Object.assign(new Error('no'), { name: 'Mine' }))).toMatchObject({ name: 'Error' });
  });

  test('keeps what is the same, and circles', () => {
    const shared = { a: 1 };
    const value: Record<string, unknown> = { one: shared, other: shared, bytes: Uint8Array.of(1) };
    value.self = value;
    value.map = new Map([['value', value]]);
    const copy = cloneInGuest(value) as {
      one: object;
      other: object;
      self: object;
      map: Map<string, object>;
    };
    expect(copy.one).toBe(copy.other);
    expect(copy.one).not.toBe(shared);
    expect([copy.self, copy.map.get('value')]).toEqual([copy, copy]);
  });

  test('shares nothing with what it copied', () => {
    const bytes = Uint8Array.of(1);
    const value = { bytes, list: [1], map: new Map([['a', [1]]]) };
    const copy = cloneInGuest(value) as typeof value;
    bytes[0] = 9;
    value.list.push(2);
    value.map.get('a')!.push(2);
    expect([copy.bytes[0], copy.list, copy.map.get('a')]).toEqual([1, [1], [1]]);
  });
});

/** A value as text of its kinds and members, whatever realm it is of. */
function shown(value: unknown, seen: readonly unknown[] = []): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? `${value}n` : value;
  if (seen.includes(value)) return 'circle';
  const kind = Object.prototype.toString.call(value);
  const show = (each: unknown): unknown => shown(each, [...seen, value]);
  const members = Object.entries(value).map(([key, each]) => [key, show(each)]);
  const iterable = value as Iterable<unknown>;
  switch (kind) {
    case '[object Date]':
      return [kind, (value as Date).getTime()];
    case '[object RegExp]':
      return [kind, `${value as RegExp}`];
    case '[object Map]':
    case '[object Set]':
      return [kind, [...iterable].map((each) => (Array.isArray(each) ? each.map(show) : show(each)))];
    case '[object ArrayBuffer]':
      return [kind, [...new Uint8Array(value as ArrayBuffer)]];
    case '[object DataView]':
      return [
        kind,
        (value as DataView).byteOffset,
        (value as DataView).byteLength,
        (value as DataView).getUint8(0),
      ];
    case '[object String]':
    case '[object Number]':
    case '[object Boolean]':
    case '[object BigInt]':
      return [kind, value.valueOf()];
    default:
      return [kind, members, (value as { readonly length?: number }).length];
  }
}
