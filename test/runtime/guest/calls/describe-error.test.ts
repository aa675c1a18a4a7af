import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { describeFailure, describeThrown } from '../../../../runtime/guest/calls/describe-error.ts';
import { errorClasses } from '../../../../runtime/guest/calls/errors.ts';
import { networkError } from '../../../../runtime/guest/fetch/network-error.ts';
import { anyText } from '../../../support/arbitraries.ts';

const { DropEvent, EventNotSupported, InvalidEventPayload, RetryError, ValidationError } = errorClasses;

describe('describeFailure()', () => {
  test.each([
    [new EventNotSupported('no'), 'unsupported_event_type', 'EventNotSupported: no'],
    [new InvalidEventPayload('no'), 'message_rejected', 'InvalidEventPayload: no'],
    [new ValidationError('no'), 'message_rejected', 'ValidationError: no'],
    [new DropEvent('no'), 'filtered', 'DropEvent: no'],
    [new RetryError('no'), 'retry', 'RetryError: no'],
    [new RetryError(), 'retry', 'RetryError'],
    [networkError('no answer'), 'network_error', 'TypeError: no answer'],
    [new TypeError('no answer'), 'bad_request', 'TypeError: no answer'],
    [Object.assign(new Error('no'), { name: 'RetryError' }), 'bad_request', 'RetryError: no'],
    [Object.create(RetryError.prototype), 'retry', 'RetryError'],
    [undefined, 'bad_request', 'undefined'],
    [5n, 'bad_request', '5'],
  ])('takes %p for %s', (thrown, code, message) => {
    expect(describeFailure(thrown)).toEqual({ code, message, retryAfterMs: null });
  });

  test.each([
    [1_000, 1_000],
    [1_000.9, 1_000],
    [0, 0],
    [-1, null],
    [Number.NaN, null],
    [Infinity, null],
    ['1000', null],
    [[1000], null],
    [undefined, null],
  ])('takes a delay of %p for %p', (retryAfterMs, read) => {
    const error = new RetryError('no', { retryAfterMs: retryAfterMs as number });
    expect(describeFailure(error).retryAfterMs).toBe(read);
  });

  test.each([
    [
      'message',
      {
        get message() {
          throw new Error('got');
        },
      },
    ],
    [
      'prototype',
      new Proxy(
        {},
        {
          getPrototypeOf() {
            throw new Error('got');
          },
        },
      ),
    ],
    [
      'name',
      {
        message: 'no',
        get name() {
          throw new Error('got');
        },
      },
    ],
  ])('says of a value whose %s throws that it cannot be read', (_, thrown) => {
    expect(describeFailure(thrown)).toEqual({
      code: 'bad_request',
      message: 'threw a value that cannot be read',
      retryAfterMs: null,
    });
  });
});

describe('describeThrown()', () => {
  test('is never longer than is kept, and never half a character', () => {
    const long = fc
      .tuple(anyText(), fc.integer({ min: 960, max: 1_040 }))
      .map(([text, at]) => 'x'.repeat(at) + text + '😀'.repeat(100));
    fc.assert(
      fc.property(long, (text) => {
        for (const thrown of [text, new Error(text), Object.assign(new Error(text), { name: text })]) {
          const described = describeThrown(thrown);
          expect(described.length).toBeLessThanOrEqual(2_002);
          expect(/[\ud800-\udbff]$/.test(described) && text.isWellFormed()).toBe(false);
        }
      }),
    );
  });

  test.each([
    [{ message: 'no', name: 'Mine' }, 'Mine: no'],
    [{ message: 'no', name: '' }, 'no'],
    [{ message: '', name: 'Mine' }, 'Mine'],
    [{ message: 'no', name: 5 }, 'no'],
    [{ message: 5 }, 'threw an object that is no error'],
    [[], 'threw an object that is no error'],
    [() => 1, 'threw a function'],
    [Symbol('a'), 'threw a symbol'],
    ['', ''],
  ])('describes %p', (thrown, described) => {
    expect(describeThrown(thrown)).toBe(described);
  });
});

test('the error classes have their names, as errors of the language do', () => {
  for (const [name, ErrorClass] of Object.entries(errorClasses)) {
    const error = new ErrorClass('no');
    expect([ErrorClass.name, error.name, String(error), error instanceof Error]).toEqual([
      name,
      name,
      `${name}: no`,
      true,
    ]);
    expect(Object.keys(error).filter((key) => key !== 'retryAfterMs')).toEqual([]);
  }
});
