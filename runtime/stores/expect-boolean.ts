import { ParseError } from '../contract/parse-error.ts';
import { kindOf } from '../contract/shape.ts';

export function expectBoolean(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new ParseError(path, `must be true or false, is ${kindOf(value)}`);
  return value;
}
