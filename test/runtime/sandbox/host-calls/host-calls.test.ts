import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { HostCalls } from '../../../../runtime/sandbox/host-calls/host-calls.ts';

function openCalls(): HostCalls {
  const calls = new HostCalls(() => {});
  calls.allowUntil(Infinity);
  return calls;
}

const call = (operation: unknown, params: unknown = {}, data: readonly string[] = []): string =>
  `${JSON.stringify({ operation, params, sizes: data.map(({ length }) => length) })}\n${data.join('')}`;

test('a call is answered with a plus and bytes, a character each', () => {
  const answer = openCalls().answer(call('random', { count: 300 }));
  expect(answer).toMatch(/^\+[\0-\xff]{300}$/s);
});

test.each([
  ['no JSON', 'nonsense\n', 'SyntaxError'],
  ['no line', '{}', 'SyntaxError'],
  ['an array', '[]\n', 'TypeError'],
  ['null', 'null\n', 'TypeError'],
  ['no sizes', '{"operation":"random","params":{}}\n', 'TypeError'],
  ['an operation of no kind', call('format-disk'), 'TypeError'],
  ['an operation that objects inherit', call('constructor'), 'TypeError'],
  ['a text for a number', call('random', { count: '5' }), 'TypeError'],
  ['a fraction', call('random', { count: 0.5 }), 'TypeError'],
  ['a count below nothing', call('random', { count: -1 }), 'RangeError'],
  ['what objects inherit', call('sign', { key: { format: 'pem' } }), 'TypeError'],
  ['a key that is a list', call('sign', { key: [] }), 'TypeError'],
  [
    'sizes of all kinds',
    '{"operation":"cipher","params":{"name":"aes-128-cbc"},"sizes":[-5,null,{},1e9]}\n',
    'TypeError',
  ],
  ['too long a text', `${' '.repeat(2 ** 20)}\n`, 'RangeError'],
])('a call of %s is answered with an error', (_, text, name) => {
  const answer = openCalls().answer(text);
  expect(answer.startsWith('-')).toBe(true);
  expect(JSON.parse(answer.slice(1))).toMatchObject({ name });
});

test('no call throws, whatever is in it', () => {
  const calls = openCalls();
  const operation = fc.constantFrom(
    'random',
    'key',
    'export',
    'generate',
    'sign',
    'verify',
    'crypt',
    'agree',
    'cipher',
    'cipher-step',
    'cipher-once',
  );
  const params = fc.dictionary(
    fc.constantFrom(
      'key',
      'kind',
      'format',
      'type',
      'text',
      'name',
      'id',
      'step',
      'how',
      'hash',
      'curve',
      'count',
      '__proto__',
    ),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(operation, params, fc.array(fc.string()), (name, values, data) => {
      expect(calls.answer(call(name, values, data))).toMatch(/^[+-]/);
    }),
    { numRuns: 2_000 },
  );
  fc.assert(fc.property(fc.string(), (text) => expect(calls.answer(text)).toMatch(/^-/)));
});

test('an error crosses with its words alone', () => {
  const answer = openCalls().answer(call('sign', { key: { format: 'pem', text: 'nope' } }));
  expect(Object.keys(JSON.parse(answer.slice(1)) as object).toSorted()).toEqual([
    'details',
    'message',
    'name',
  ]);
  expect(answer).not.toMatch(/node:|file:|\.ts/);
});

test('calls take time that is charged, with what it takes to come and go', () => {
  const calls = openCalls();
  for (let count = 0; count < 10; count += 1) calls.answer(call('random', { count: 1 }));
  expect(calls.usedMs).toBeGreaterThan(0.2);
});

test('a call past the end of all entries is refused, and told', () => {
  let late = 0;
  const calls = new HostCalls(() => {
    late += 1;
  });
  calls.allowUntil(performance.now() - 1);
  expect(calls.answer(call('random', { count: 1 }))).toContain('Cannot compute: the time is up');
  expect(late).toBe(1);
  calls.allowUntil(Infinity);
  calls.allowUntil(0);
  expect(calls.answer(call('random', { count: 1 }))).toMatch(/^\+/);
});
