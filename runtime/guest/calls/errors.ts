import { defineProperty } from '../bridge/primordials.ts';

/** What a handler throws to say how an attempt ended: https://segment.com/docs/connections/functions/destination-functions/#errors-and-error-handling */
export class EventNotSupported extends Error {}
export class InvalidEventPayload extends Error {}
export class ValidationError extends Error {}
export class DropEvent extends Error {}

export interface RetryOptions {
  readonly cause?: unknown;
  /** What to wait before the next attempt, in milliseconds; the host caps it at 15 minutes. */
  readonly retryAfterMs?: number;
}

export class RetryError extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(message?: string, options?: RetryOptions) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs;
  }
}

/** `name` stands on the prototype, as it does for the language's own errors; a bundler may rename the class. */
function named<T extends { readonly prototype: object }>(errorClass: T, name: string): T {
  defineProperty(errorClass.prototype, 'name', { value: name, writable: true, configurable: true });
  defineProperty(errorClass, 'name', { value: name, configurable: true });
  return errorClass;
}

export const errorClasses = {
  EventNotSupported: named(EventNotSupported, 'EventNotSupported'),
  InvalidEventPayload: named(InvalidEventPayload, 'InvalidEventPayload'),
  ValidationError: named(ValidationError, 'ValidationError'),
  DropEvent: named(DropEvent, 'DropEvent'),
  RetryError: named(RetryError, 'RetryError'),
};
