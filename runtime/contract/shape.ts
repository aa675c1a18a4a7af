import { ParseError } from './parse-error.ts';

/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Names what a JSON value is, for messages: "an array", "null", "a string". */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function expectObject(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw new ParseError(path, `must be an object, is ${kindOf(value)}`);
  return value;
}

export function expectArray(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ParseError(path, `must be an array, is ${kindOf(value)}`);
  return value;
}

export function expectString(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new ParseError(path, `must be a string, is ${kindOf(value)}`);
  return value;
}

export function expectNumber(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ParseError(path, `must be a number, is ${kindOf(value)}`);
  }
  return value;
}

/** A whole number of at least `min`, small enough to be exact: a time, a length of time or a count. */
export function expectWhole(value: unknown, path: string, min = 0): number {
  const number = expectNumber(value, path);
  if (!Number.isSafeInteger(number) || number < min) {
    throw new ParseError(path, `must be a whole number of at least ${min}, is ${number}`);
  }
  return number;
}

/** Every message and item says its version; this build knows the first. */
export function expectVersion(value: unknown, path: string): 1 {
  if (value === 1) return 1;
  throw new ParseError(path, `must be 1, is ${typeof value === 'number' ? value : kindOf(value)}`);
}

/** Parses JSON text, or says that it is none. The text itself never shows in the message: it may hold secrets. */
export function expectJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ParseError(path, 'is not JSON');
  }
}
