import { DropEvent, EventNotSupported, InvalidEventPayload, RetryError, ValidationError } from './errors.ts';
import { isNetworkError } from '../fetch/network-error.ts';
import { charCodeAt, isInstance, sliceString } from '../bridge/primordials.ts';

/** How a handler's failure is told to the host: primitive values only, cut short. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs: number | null;
}

const MAX_LENGTH = 1_000;

/**
 * Says what a thrown value means. It may be anything: a proxy, a cycle, an object whose getters throw or never end.
 * All of that happens here, inside the timed entry; the host sees three primitives.
 */
export function describeFailure(thrown: unknown): Failure {
  try {
    return {
      code: codeOf(thrown),
      message: describeThrown(thrown),
      retryAfterMs: isInstance(RetryError, thrown) ? wholeMs((thrown as RetryError).retryAfterMs) : null,
    };
  } catch {
    return { code: 'bad_request', message: 'threw a value that cannot be read', retryAfterMs: null };
  }
}

function codeOf(thrown: unknown): string {
  if (isNetworkError(thrown)) return 'network_error';
  if (isInstance(RetryError, thrown)) return 'retry';
  if (isInstance(EventNotSupported, thrown)) return 'unsupported_event_type';
  if (isInstance(InvalidEventPayload, thrown) || isInstance(ValidationError, thrown))
    return 'message_rejected';
  if (isInstance(DropEvent, thrown)) return 'filtered';
  return 'bad_request';
}

/** "TypeError: x is not a function", or whatever was thrown as text. */
export function describeThrown(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return cut(primitiveText(thrown));
  const { name, message } = thrown as { readonly name?: unknown; readonly message?: unknown };
  if (typeof message !== 'string') return 'threw an object that is no error';
  if (typeof name !== 'string' || name === '' || name === 'Error') return cut(message);
  return message === '' ? cut(name) : `${cut(name)}: ${cut(message)}`;
}

function primitiveText(value: unknown): string {
  if (typeof value === 'symbol' || typeof value === 'function') return `threw a ${typeof value}`;
  return `${value as string}`;
}

/** Not in the middle of a surrogate pair: half a character would be no text. */
function cut(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const last = charCodeAt(text, MAX_LENGTH - 1);
  return sliceString(text, 0, last >= 0xd800 && last < 0xdc00 ? MAX_LENGTH - 1 : MAX_LENGTH);
}

function wholeMs(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value < 1e12 ? value - (value % 1) : null;
}
