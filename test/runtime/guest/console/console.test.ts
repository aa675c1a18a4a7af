import { beforeEach, describe, expect, test } from '@jest/globals';
import { drain } from '../../../../runtime/guest/bridge/outbox.ts';
import { console as guestConsole, dropLogs, keepLogs } from '../../../../runtime/guest/console/console.ts';

/** The lines that were written since the last time. */
function written(): readonly unknown[] {
  return drain()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line.slice(1)) as unknown);
}

beforeEach(() => {
  drain();
  keepLogs();
});

describe('console', () => {
  test('has what Node has', () => {
    const missing = Object.keys(console).filter((name) => !(name in guestConsole));
    // Classes and streams of Node's own.
    expect(missing.filter((name) => !/^(?:_|Console$|context$|createTask$)/.test(name))).toEqual([]);
  });

  test.each(['debug', 'log', 'info', 'warn', 'error'] as const)(
    '.%s() writes a line of its level',
    (level) => {
      guestConsole[level]('%s is', 'this', { a: 1 });
      expect(written()).toEqual([[level, 'this is { a: 1 }']]);
    },
  );

  test('indents what stands in a group', () => {
    guestConsole.group('one');
    guestConsole.log('a\nb');
    guestConsole.groupCollapsed();
    guestConsole.log('c');
    guestConsole.groupEnd();
    guestConsole.groupEnd();
    guestConsole.groupEnd();
    guestConsole.log('d');
    expect(written()).toEqual([
      ['log', 'one'],
      ['log', '  a\n  b'],
      ['log', '    c'],
      ['log', 'd'],
    ]);
  });

  test('counts by label', () => {
    for (const label of [undefined, 'a', 'a']) guestConsole.count(label);
    guestConsole.countReset('a');
    guestConsole.count('a');
    guestConsole.countReset();
    expect(written()).toEqual([
      ['log', 'default: 1'],
      ['log', 'a: 1'],
      ['log', 'a: 2'],
      ['log', 'a: 1'],
    ]);
  });

  test('tells how long it took', () => {
    guestConsole.time('a');
    guestConsole.timeLog('a', 'so far', 1);
    guestConsole.timeEnd('a');
    guestConsole.timeEnd('a');
    guestConsole.timeLog('never');
    expect(written()).toEqual([
      ['log', expect.stringMatching(/^a: \d+ms so far 1$/)],
      ['log', expect.stringMatching(/^a: \d+ms$/)],
    ]);
  });

  test('asserts', () => {
    guestConsole.assert(true, 'never');
    guestConsole.assert(false, '%s is wrong', 'this');
    guestConsole.assert(0, { a: 1 });
    guestConsole.assert();
    expect(written()).toEqual([
      ['error', 'Assertion failed: this is wrong'],
      ['error', 'Assertion failed { a: 1 }'],
      ['error', 'Assertion failed'],
    ]);
  });

  test('shows as many levels as are asked for', () => {
    const deep = { a: { b: { c: { d: 1 } } } };
    guestConsole.dir(deep);
    guestConsole.dir(deep, { depth: 0 });
    guestConsole.dir(deep, { depth: null });
    expect(written()).toEqual([
      ['log', '{ a: { b: { c: [Object] } } }'],
      ['log', '{ a: [Object] }'],
      ['log', '{\n  a: { b: { c: { d: 1 } } }\n}'],
    ]);
  });

  test('tells where it was called', () => {
    guestConsole.trace('%s', 'here');
    expect(written()).toEqual([['debug', expect.stringMatching(/^Trace: here\n +at /)]]);
  });

  test('takes what does nothing here', () => {
    guestConsole.clear();
    guestConsole.profile();
    guestConsole.profileEnd();
    guestConsole.timeStamp();
    expect(written()).toEqual([]);
  });

  test.each([
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('no');
        },
      },
      '{ a: [Getter] }',
    ],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error('no');
          },
        },
      ),
      '[a value that cannot be read]',
    ],
    ['a null prototype', Object.create(null) as unknown, '[Object: null prototype] {}'],
  ])('never throws: %s', (_, value, shown) => {
    guestConsole.log(value);
    expect(written()).toEqual([['log', shown]]);
  });

  test('keeps no more than a hundred lines and 4 KB, and nothing when nobody looks', () => {
    for (let count = 0; count < 200; count += 1) guestConsole.log('x'.repeat(100));
    const lines = written() as [string, string][];
    expect(lines.map(([, text]) => text).join('').length).toBe(4_096);
    keepLogs();
    for (let count = 0; count < 200; count += 1) guestConsole.log('');
    expect(written()).toHaveLength(100);
    keepLogs();
    dropLogs();
    guestConsole.log('a');
    expect(written()).toEqual([]);
  });
});
