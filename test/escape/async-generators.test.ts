import { describe, expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

describe('a generator ends nobody else, be it', () => {
  test.each([
    ['returned', 'return (async function* () { for (;;) yield 1; })();', 'delivered'],
    [
      'left in the middle',
      'const it = (async function* () { try { yield 1; } finally { await new Promise(() => {}); } })(); await it.next(); it.return();',
      'delivered',
    ],
    [
      'waited for in its end',
      'for await (const each of (async function* () { try { yield 1; } finally { await new Promise(() => {}); } })()) break;',
      'gateway_timeout',
    ],
    [
      'without an end',
      'for await (const each of (async function* () { for (;;) yield 1; })());',
      'gateway_timeout',
    ],
    [
      'one that awaits itself',
      'const it = (async function* () { yield it.next(); })(); await it.next();',
      'gateway_timeout',
    ],
    [
      'one that yields what throws',
      'for await (const each of (async function* () { yield { get then() { throw new Error("then"); } }; })());',
      'bad_request',
    ],
    [
      'one whose return throws',
      'for await (const each of { [Symbol.asyncIterator]: () => ({ next: () => ({ value: 1 }), return() { throw new Error("return"); } }) }) break;',
      'bad_request',
    ],
    [
      'one that delegates for ever',
      'const make = async function* () { yield* make(); }; for await (const each of make());',
      '(?:bad_request|gateway_timeout|memory_limit_exceeded!?)',
    ],
    ['thrown', 'throw (function* () {})();', 'bad_request'],
  ])('%s', async (_, statements, ending) => {
    expect(await hostile.amongOthers(statements)).toMatch(new RegExp(`^delivered ${ending} delivered$`));
  });

  test('the handler itself', async () => {
    for (const kind of ['function*', 'async function*']) {
      expect(endings(await hostile.run(aJob(`${kind} onTrack() { for (;;); }`)))).toEqual(['delivered']);
    }
  });
});

test.each([
  [
    'Symbol.asyncIterator',
    'Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype).next = () => { throw new Error("next"); };',
  ],
  [
    'the prototype of generators',
    'Object.getPrototypeOf(function* () {}).prototype.next = () => ({ done: false, value: 1 });',
  ],
  [
    'the prototype of iterators',
    'Iterator.prototype[Symbol.iterator] = () => { throw new Error("iterator"); };',
  ],
])('who patches %s harms only its own calls', async (_, patch) => {
  const statements = `${patch} await fetch('http://127.0.0.1:1/', { headers: { a: 'b' } });`;
  expect(await hostile.amongOthers(statements)).toMatch(
    /^delivered (?:network_error|bad_request|gateway_timeout) delivered$/,
  );
});
