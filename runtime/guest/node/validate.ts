import { invalidArgType, outOfRange } from './node-error.ts';

/** @throws TypeError, or RangeError where it lies outside of `from` to `to` */
export function validateNumber(
  value: unknown,
  name: string,
  { from, to }: { readonly from?: number; readonly to?: number } = {},
): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  const isOutside = (from !== undefined && value < from) || (to !== undefined && value > to);
  if (isOutside || ((from !== undefined || to !== undefined) && Number.isNaN(value))) {
    const parts = [from === undefined ? '' : `>= ${from}`, to === undefined ? '' : `<= ${to}`];
    throw outOfRange(name, parts.filter((part) => part !== '').join(' && '), value);
  }
}

/** @throws TypeError, or RangeError where it is no integer from `from` to `to` */
export function validateInteger(
  value: unknown,
  name: string,
  { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER } = {},
): asserts value is number {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < from || value > to) throw outOfRange(name, `>= ${from} && <= ${to}`, value);
}

/** @throws TypeError */
export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value);
}

/** @throws TypeError */
export function validateFunction(
  value: unknown,
  name: string,
): asserts value is (...args: readonly unknown[]) => unknown {
  if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value);
}

/** @throws TypeError */
export function validateBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array))
    throw invalidArgType(name, 'an instance of Buffer or Uint8Array', value);
}
