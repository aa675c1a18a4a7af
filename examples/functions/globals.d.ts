/** What every function finds in the sandbox besides the globals of a browser. */

/** Has the event sent again: at least `retryAfterMs` later, where it is given. */
declare class RetryError extends Error {
  constructor(message?: string, options?: { readonly retryAfterMs?: number });
}

/** Drops the event on purpose; it is counted as filtered. */
declare class DropEvent extends Error {}

/** The event's payload is of no use to this partner; it is not sent again. */
declare class InvalidEventPayload extends Error {}
declare class ValidationError extends Error {}

/** This type of event is not supported; the same as having no handler for it. */
declare class EventNotSupported extends Error {}
