import { format } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { formatLog } from '../../../../runtime/guest/console/inspect.ts';

const repeated = (value: unknown): unknown => Array.from({ length: 100 }, () => value);

describe('formatLog()', () => {
  test.each([
    [[]],
    [['a']],
    [['a', 'b', 1, true, null, undefined]],
    [[1, 'a']],
    [[-0, 5n, Number.NaN, Symbol('a')]],
    [[{}]],
    [[[]]],
    [[{ a: 1, b: 'two', c: [1, 'x', null, undefined, { d: true }] }]],
    [[{ 'a-b': 1, a_b: 2, $c: 3, 4: 5 }]],
    [[{ a: "it's" }, ['"'], ['\'"'], ['a\nb\t\\']]],
    [[{ a: { b: { c: {} } } }]],
    [
      [
        new Map<unknown, unknown>([
          ['a', 1],
          [{ b: 2 }, ['c']],
        ]),
      ],
    ],
    [[new Set(['a', 1]), new Map(), new Set()]],
    [[new Date(0), { at: new Date(0) }]],
    [[/a/g, { of: /b/ }]],
    [['text %s', 'a']],
    [['%s %s', 'a']],
    [['%s', null, undefined, -0, 5n, { a: 1 }, [1]]],
    [['%s %s %s %s', -0, 5n, true, undefined]],
    [['%s', Symbol('a')]],
    [['%d %d %d %d', '5', 5n, 'no', null]],
    [['%d', Symbol('a')]],
    [['%i %i %i', 5.7, '6px', 7n]],
    [['%f %f', '1.5x', 'no']],
    [['%j', { a: [1, '"'] }]],
    [['%j', undefined]],
    [['%O', { a: { b: [1] } }]],
    [['%c styled', 'color: red']],
    [['100%']],
    [['%%']],
    [['%% %s', 'a']],
    [['%x %s', 'a']],
    [['%s', 'a', 'b', { c: 1 }]],
  ])('writes %j as Node does', (args) => {
    expect(formatLog(args)).toBe(format(...(args as [unknown])));
  });

  test('writes texts as they are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().filter((text) => !text.includes('%')),
          { minLength: 1, maxLength: 4 },
        ),
        (texts) => {
          expect(formatLog(texts)).toBe(texts.join(' '));
        },
      ),
    );
  });

  test('writes small values within others as Node does', () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.stringMatching(/^[ -~]{0,4}$/));
    const within = fc.oneof(
      fc.array(leaf, { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[a-z_-]{1,3}$/), leaf, { maxKeys: 3, noNullPrototype: true }),
    );
    fc.assert(
      fc.property(within, (value) => {
        expect(formatLog([value])).toBe(format(value));
      }),
    );
  });

  test('writes errors with their stack', () => {
    const error = new TypeError('no');
    expect(formatLog([error])).toBe(error.stack);
    expect(formatLog(['failed:', Object.assign(new Error('no'), { stack: undefined })])).toBe(
      'failed: Error: no',
    );
  });

  test('says where a value is within itself', () => {
    const value: Record<string, unknown> = { a: 1 };
    value.self = value;
    value.list = [value];
    expect(formatLog([value])).toBe('{ a: 1, self: [Circular], list: [ [Circular] ] }');
  });

  test('shows what occurs twice, twice', () => {
    const shared = { a: 1 };
    expect(formatLog([[shared, shared]])).toBe('[ { a: 1 }, { a: 1 } ]');
  });

  test('shows no more than five levels and a hundred items', () => {
    expect(formatLog([[[[[[[1]]]]]]])).toBe('[ [ [ [ [ [Array] ] ] ] ] ]');
    expect(formatLog([{ a: { a: { a: { a: { a: { a: 1 } } } } } }])).toBe(
      '{ a: { a: { a: { a: { a: [Object] } } } } }',
    );
    expect(formatLog([Array.from({ length: 101 }, () => 1)])).toMatch(
      /^\[ (?:1, ){100}\.\.\. 1 more item \]$/,
    );
    expect(formatLog([new Set(Array.from({ length: 1_000 }, (_, index) => index))])).toMatch(
      /^Set\(1000\) \{ .*, 99, \.\.\. 900 more items \}$/,
    );
    expect(formatLog([Object.fromEntries(Array.from({ length: 102 }, () => undefined).entries())])).toMatch(
      /'99': undefined, \.\.\. 2 more items \}$/,
    );
  });

  test('writes no more than is kept of one value, however wide and deep', () => {
    let wide: unknown = 1;
    for (let level = 0; level < 5; level += 1) wide = repeated(wide);
    for (const value of [wide, 'x'.repeat(1e6), ['x'.repeat(1e6)], { ['x'.repeat(1e6)]: 1 }]) {
      expect(formatLog([value]).length).toBeLessThanOrEqual(8 * 1024);
    }
  });
});
