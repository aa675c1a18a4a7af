import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { batchOutcomes } from '../../../../runtime/guest/calls/batch-answer.ts';

/** The list as an array that can be compared: it has no prototype of its own. */
function outcomesOf(answer: unknown, count: number): readonly unknown[] | null {
  const outcomes = batchOutcomes(answer, count);
  return outcomes === null ? null : Array.from({ length: outcomes.length }, (_, index) => outcomes[index]);
}

function cycle(): unknown {
  const value: unknown[] = [];
  value.push(value);
  return value;
}

const badRequest = (message: string): unknown => ({ code: 'bad_request', message, retryAfterMs: null });
const retry = (message: string): unknown => ({ code: 'retry', message, retryAfterMs: null });

describe('batchOutcomes()', () => {
  test.each([[undefined], [null], ['ok'], [{ length: 1 }], [5], [() => 1]])(
    'takes %p for all delivered',
    (answer) => {
      expect(outcomesOf(answer, 1)).toBeNull();
    },
  );

  test.each([
    [100, null],
    [200, null],
    [399, null],
    [399.9, null],
    [400, 'bad_request'],
    [404, 'bad_request'],
    [408, 'retry'],
    [423, 'retry'],
    [429, 'retry'],
    [499, 'bad_request'],
    [500, 'retry'],
    [501, 'bad_request'],
    [502, 'retry'],
    [599, 'retry'],
    [1_000, 'retry'],
    [Number.NaN, 'bad_request'],
    [-1, null],
  ])('takes status %d for %p', (status, code) => {
    const failure = code === null ? null : { code, message: `status ${status}`, retryAfterMs: null };
    expect(outcomesOf([{ status }], 1)).toEqual([failure]);
  });

  test('gives each event the outcome of its own place', () => {
    const statuses = fc.array(fc.constantFrom(200, 400, 500), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(statuses, (each) => {
        const answer = each.map((status, index) => ({ status, errormessage: `${index}` }));
        const of = { 200: () => null, 400: badRequest, 500: retry };
        expect(outcomesOf(answer, each.length)).toEqual(each.map((status, index) => of[status](`${index}`)));
      }),
    );
  });

  test.each([
    ['a text', 'no', 'no'],
    ['an error', new TypeError('no'), 'TypeError: no'],
    ['a number', 5, '5'],
    ['null', null, 'status 400'],
    ['an empty text', '', 'status 400'],
    ['an object', { errors: [{ field: 'email' }] }, '{"errors":[{"field":"email"}]}'],
    ['an object with a message', { code: 7, message: 'no such list' }, 'no such list'],
    ['an object that cannot be read', { toJSON: () => cycle() }, 'status 400'],
    ['a long text', 'x'.repeat(2_000), 'x'.repeat(1_000)],
  ])('takes %s for a message', (_, errormessage, message) => {
    expect(outcomesOf([{ status: 400, errormessage }], 1)).toEqual([badRequest(message)]);
  });

  test.each([
    ['fewer statuses', [{ status: 200 }], 'onBatch returned 1 statuses for 2 events'],
    [
      'more statuses',
      [{ status: 200 }, { status: 200 }, { status: 200 }],
      'onBatch returned 3 statuses for 2 events',
    ],
    [
      'a text among them',
      [{ status: 200 }, 'ok'],
      'onBatch returned no { status, errormessage? } at index 1',
    ],
    ['a hole', Object.assign([], { length: 2 }), 'onBatch returned no { status, errormessage? } at index 0'],
    [
      'a status that is a text',
      [{ status: '200' }, { status: 200 }],
      'onBatch returned no { status, errormessage? } at index 0',
    ],
    [
      'a length that is a text',
      new Proxy([], { get: (target, key) => (key === 'length' ? '2' : Reflect.get(target, key)) }),
      'onBatch returned an unreadable number of statuses for 2 events',
    ],
  ])('fails all for %s', (_, answer, message) => {
    expect(outcomesOf(answer, 2)).toEqual([badRequest(message), badRequest(message)]);
  });
});
