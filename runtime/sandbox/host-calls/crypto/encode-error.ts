import { types } from 'node:util';

const MAX_MESSAGE_LENGTH = 1_000;
const NAMES = new Set(['Error', 'RangeError', 'SyntaxError', 'TypeError']);
/** What Node's crypto puts on its errors, all of them short texts. */
const DETAILS = ['code', 'library', 'function', 'reason'];

/** An error as a guest may know it: `-` and JSON, without its stack. */
export function encodeError(thrown: unknown): string {
  const error = types.isNativeError(thrown) ? thrown : new Error('Cannot compute');
  const { name, message } = error;
  const details = DETAILS.flatMap((key) => {
    const value: unknown = Object.getOwnPropertyDescriptor(error, key)?.value;
    return typeof value === 'string' ? [[key, value]] : [];
  });
  return `-${JSON.stringify({
    name: NAMES.has(name) ? name : 'Error',
    message: message.slice(0, MAX_MESSAGE_LENGTH),
    details: Object.fromEntries(details),
  })}`;
}
