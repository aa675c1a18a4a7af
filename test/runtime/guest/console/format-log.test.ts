import { format } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Headers } from '../../../../runtime/guest/fetch/headers.ts';
import { Request } from '../../../../runtime/guest/fetch/request.ts';
import { Response } from '../../../../runtime/guest/fetch/response.ts';
import { Blob } from '../../../../runtime/guest/web/blob.ts';
import { URL } from '../../../../runtime/guest/web/url.ts';
import { formatLog } from '../../../../runtime/guest/console/format-log.ts';

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

  class Own extends Error {}
  class Named extends Error {
    override name = 'Named';
  }
  class Point {
    x = 1;
    #y = 2;
    get y(): number {
      return this.#y;
    }
  }
  const cycle: Record<string, unknown> = { a: 1 };
  cycle.self = cycle;
  cycle.list = [cycle, { cycle }];
  const shared = { a: 1 };

  test.each<[string, unknown]>([
    ['an error', new TypeError('no')],
    ['an error of many lines', new Error('one\ntwo')],
    ['an error with a code', Object.assign(new Error('no'), { code: 5 })],
    [
      'an error with a cause',
      new Error('no', {
        cause: Object.assign(new TypeError('why'), { stack: 'TypeError: why\n    at a.js:1:1' }),
      }),
    ],
    ['an error with a text as its cause', new Error('no', { cause: 'why' })],
    ['an error of a class of its own', new Own('no')],
    ['an error with a name of its own', new Named('no')],
    ['an error within others', { list: [new Error('no', { cause: { a: 1 } })] }],
    ['many errors', new AggregateError([new Error('one'), 2], 'all')],
    ['an error without a stack', Object.assign(new Error('no'), { stack: undefined })],
    ['what lies within itself', cycle],
    ['what occurs twice', [shared, shared]],
    ['an instance', new Point()],
    ['an instance within others', { at: [new Point()] }],
    [
      'a class of no name',
      new (class {
        a = 1;
      })(),
    ],
    ['a list of a class of its own', new (class Many extends Array<number> {})(1, 2)],
    ['a map of a class of its own', new (class Known extends Map<number, number> {})([[1, 2]])],
    ['what has no prototype', Object.assign(Object.create(null) as object, { a: 1 })],
    ['symbols', { [Symbol('a')]: 1, [Symbol.toStringTag]: 'Tag' }],
    [
      'functions',
      [
        () => 1,
        function named() {},
        async () => 1,
        class A {
          a = 1;
        },
        class B extends Point {},
      ],
    ],
    ['members of a function', Object.assign(() => 1, { a: 1 })],
    [
      'getters',
      {
        get a() {
          return 1;
        },
        set b(_: unknown) {},
        get c() {
          return 1;
        },
        set c(_: unknown) {},
      },
    ],
    ['deep objects', { a: { b: { c: { d: 1 } } } }],
    ['deep and empty objects', { a: { b: { c: {}, d: [] } } }],
    ['deep lists', [[[[1]]]]],
    ['bytes', new Uint8Array([1, 2, 3])],
    ['many bytes', new Uint8Array(200)],
    ['a Buffer', Buffer.from('abc')],
    ['an empty Buffer', Buffer.alloc(0)],
    ['a large Buffer', Buffer.alloc(60)],
    ['floats', new Float64Array([1.5, -0])],
    ['big integers', new BigInt64Array(2)],
    ['a buffer', new ArrayBuffer(4)],
    ['a list with gaps', Object.assign(Array.from({ length: 0 }), { 1: 1, 3: 3, length: 6 })],
    ['a list with members', Object.assign([1], { k: 1 })],
    ['boxed values', [Object(5), Object('abc'), Object(true), Object(5n)]],
    ['dates', [new Date(0), new Date(Number.NaN)]],
    ["the language's own", [Math, JSON, Reflect]],
    [
      'arguments',
      (function () {
        // oxlint-disable-next-line prefer-rest-params -- it is what is looked at
        return arguments;
      })(),
    ],
    ['weak ones', [new WeakMap(), new WeakSet()]],
    ['a text that is too long for a line', { a: 'x'.repeat(90) }],
    ['a text of long lines', ['a'.repeat(100) + '\n' + 'b'.repeat(30)]],
    ["what can't be seen", ['\0\u001b\u007f\ud800é\u2028']],
    ['all quotes', ['it\'s `q` "z" ${a}']],
    ['__proto__ as a name', JSON.parse('{"__proto__":1}')],
    ['numbers', Array.from({ length: 120 }, (_, index) => index)],
    ['words', Array.from({ length: 30 }, (_, index) => `item${index}`)],
    ['more than a hundred', [new Set(Array.from({ length: 105 }, (_, index) => index))]],
    [
      'an event',
      {
        type: 'track',
        properties: {
          total: 12.5,
          products: [
            { sku: 'a', price: 1 },
            { sku: 'b', of: { what: 1 } },
          ],
        },
        context: { ip: '1.2.3.4', library: { name: 'analytics.js', version: '1' } },
      },
    ],
  ])('writes %s as Node does', (_, value) => {
    expect(formatLog([value])).toBe(format(value));
  });

  test('sets out what is large on lines and in columns as Node does', () => {
    const leaf = fc.oneof(
      fc.integer(),
      fc.integer({ min: 0, max: 99 }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(undefined),
      fc.stringMatching(/^[ -~]{0,20}$/),
      fc.stringMatching(/^[a-z]{0,3}$/),
    );
    const key = fc.stringMatching(/^[a-zA-Z_-]{1,12}$/);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.array(leaf, { maxLength: 30 }),
        fc.array(tie('value'), { maxLength: 8 }),
        fc.dictionary(key, tie('value'), { maxKeys: 6, noNullPrototype: true }),
        fc.array(fc.tuple(leaf, tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
        fc.array(tie('value'), { maxLength: 4 }).map((values) => new Set(values)),
      ),
    }));
    fc.assert(
      fc.property(value, (each) => {
        const expected = format(each);
        // What is longer is cut.
        fc.pre(expected.length < 4_000);
        expect(formatLog([each])).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, object, RegExp]>([
    ['headers', new Headers({ a: 'b' }), /^Headers \{ a: 'b' \}$/],
    [
      'a URL',
      new URL('https://a.example/b?c=d'),
      /^URL \{\n {2}href: 'https:\/\/a.example\/b\?c=d',\n {2}origin: [\s\S]*searchParams: URLSearchParams \{ 'c' => 'd' \},/,
    ],
    [
      'a response',
      new Response('a', { status: 201 }),
      /^Response \{\n {2}status: 201,\n {2}statusText: '',\n {2}headers: Headers \{ 'content-type': 'text\/plain;charset=UTF-8' \},/,
    ],
    [
      'a request',
      new Request('https://a.example/'),
      /^Request \{\n {2}method: 'GET',\n {2}url: 'https:\/\/a.example\/',/,
    ],
    ['a blob', new Blob(['abc'], { type: 'a/b' }), /^Blob \{ size: 3, type: 'a\/b' \}$/],
  ])('shows what %s says of itself', (_, value, shown) => {
    expect(formatLog([value])).toMatch(shown);
  });

  test('calls no getter', () => {
    let called = 0;
    const value = {
      get a() {
        return (called += 1);
      },
    };
    formatLog([value, '%s', value]);
    formatLog(['%s %o %O', value, value, value]);
    expect(called).toBe(0);
  });

  test('looks at no more of a long list than it shows', () => {
    const sparse: unknown[] = [];
    sparse[4_000_000_000] = 1;
    expect(formatLog([sparse])).toBe('[ <4000000000 empty items>, 1 ]');
    expect(formatLog([Array.from({ length: 1e6 }, () => 1)])).toMatch(/ 999900 more items\n\]$/);
  });

  test('writes no more than is kept of one value, however wide and deep', () => {
    let wide: unknown = 1;
    for (let level = 0; level < 5; level += 1) wide = repeated(wide);
    for (const value of [wide, 'x'.repeat(1e6), ['x'.repeat(1e6)], { ['x'.repeat(1e6)]: 1 }]) {
      expect(formatLog([value]).length).toBeLessThanOrEqual(8 * 1024);
    }
  });
});
