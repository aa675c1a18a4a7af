import { describe, expect, test } from '@jest/globals';
import type { FailureCode } from '../../../runtime/contract/failure-codes.ts';
import {
  FAILURES,
  isDeadLettered,
  isFailureCode,
  isRetryable,
} from '../../../runtime/contract/failure-codes.ts';

const codes = Object.keys(FAILURES) as FailureCode[];

describe('the table of failure codes', () => {
  test('retries what may pass by itself', () => {
    expect(codes.filter(isRetryable)).toEqual([
      'retry',
      'network_error',
      'gateway_timeout',
      'memory_limit_exceeded',
      'invalid_function',
      'platform_error',
    ]);
  });

  test('keeps everything but what the function or the customer did not want', () => {
    expect(codes.filter((code) => !isDeadLettered(code))).toEqual([
      'unsupported_event_type',
      'message_rejected',
      'filtered',
      'destination_disabled',
    ]);
  });

  test('retries nothing that it would then not keep', () => {
    expect(codes.filter((code) => isRetryable(code) && !isDeadLettered(code))).toEqual([]);
  });

  test('is closed: names that objects inherit are no codes', () => {
    expect(['retry', 'toString', '__proto__', undefined].map(isFailureCode)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
