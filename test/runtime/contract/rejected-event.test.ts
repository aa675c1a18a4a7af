import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeRejectedEvent, parseRejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import { anyText, anyTime } from '../../support/arbitraries.ts';
import { refusedBySqs } from '../../support/refused-by-sqs.ts';

describe('encodeRejectedEvent()', () => {
  test('comes back the same through parseRejectedEvent(), and holds nothing in its attribute that SQS refuses', () => {
    const anyRejectedEvent = fc.record({
      v: fc.constant(1 as const),
      id: fc.uuid(),
      receivedAt: anyTime(),
      reason: anyText(),
      sourceId: fc.option(fc.uuid()),
      text: anyText(),
    });
    fc.assert(
      fc.property(anyRejectedEvent, (event) => {
        const { body, attribute } = encodeRejectedEvent(event);
        expect(parseRejectedEvent(body, attribute)).toEqual(event);
        expect(refusedBySqs(attribute)).toEqual([]);
      }),
    );
  });
});

describe('parseRejectedEvent()', () => {
  test.each([
    ['no attribute', undefined, 'sluice: message attribute is missing'],
    [
      'another version',
      '{"v":2,"id":"r","receivedAt":1,"reason":"","sourceId":null}',
      'sluice.v: must be 1, is 2',
    ],
    ['no reason', '{"v":1,"id":"r","receivedAt":1}', 'sluice.reason: must be a string, is missing'],
  ])('says what is wrong with %s', (_, attribute, message) => {
    expect(() => parseRejectedEvent('{', attribute)).toThrow(message);
  });
});
