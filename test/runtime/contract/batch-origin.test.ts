import { describe, expect, test } from '@jest/globals';
import { encodeBatchOrigin, parseBatchOrigin } from '../../../runtime/contract/batch-origin.ts';
import { NOON } from '../../support/builders.ts';

describe('parseBatchOrigin()', () => {
  test('reads back what encodeBatchOrigin() wrote', () => {
    const origin = { v: 1, messageId: 'sqs-1', firstIndex: 100, receivedAt: NOON } as const;
    expect(parseBatchOrigin(encodeBatchOrigin(origin))).toEqual(origin);
  });

  test.each([
    ['no JSON', 'x', 'sluice: is not JSON'],
    ['another version', '{"v":"1"}', 'sluice.v: must be 1, is a string'],
    [
      'a negative index',
      '{"v":1,"messageId":"m","firstIndex":-1,"receivedAt":1}',
      'sluice.firstIndex: must be a whole number of at least 0, is -1',
    ],
  ])('says what is wrong with %s', (_, attribute, message) => {
    expect(() => parseBatchOrigin(attribute)).toThrow(message);
  });
});
