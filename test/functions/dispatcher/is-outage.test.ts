import { describe, expect, test } from '@jest/globals';
import { isOutage } from '../../../functions/dispatcher/is-outage.ts';

describe('isOutage()', () => {
  const fromSdk = Object.assign(new Error('503'), { $metadata: { httpStatusCode: 503 } });

  test.each([
    ['what the SDK says of a request', fromSdk, true],
    ['what caused another error', new Error('Cannot open settings', { cause: fromSdk }), true],
    ['a connection that broke', Object.assign(new Error('aborted'), { code: 'ECONNRESET' }), true],
    ['stored content that is broken', new Error('its SHA-256 is another'), false],
    [
      'a text that does not open',
      Object.assign(new Error('bad tag'), { code: 'ERR_OSSL_BAD_DECRYPT' }),
      false,
    ],
    [
      'a key that KMS could not open',
      new Error('Cannot open settings', {
        cause: Object.assign(new Error(), { name: 'InvalidCiphertextException', $metadata: {} }),
      }),
      false,
    ],
    ['what is no error', 'oops', false],
  ])('of %s', (_, error, expected) => {
    expect(isOutage(error)).toBe(expected);
  });
});
