import { NativeTypeError, uncurry } from '../bridge/primordials.ts';

const networkErrors = new WeakSet<object>();
const add = uncurry(WeakSet.prototype.add);
const has = uncurry(WeakSet.prototype.has);

/** The TypeError by which the standard's `fetch` says that no answer came; left uncaught, the attempt is retried. */
export function networkError(message: string): TypeError {
  return markNetworkError(new NativeTypeError(message));
}

/** Lets an error count as one of the network, whatever its class. */
export function markNetworkError<T extends object>(error: T): T {
  add(networkErrors, error);
  return error;
}

export function isNetworkError(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && has(networkErrors, thrown);
}
