import { Buffer as NodeBuffer } from 'node:buffer';
import { expect } from '@jest/globals';
import * as fc from 'fast-check';
import { Buffer as GuestBuffer } from '../../../../runtime/guest/node/buffer.ts';

/** What both have, by name: the guest's types leave out what it makes by loops. */
interface AnyBuffer extends Uint8Array {
  readonly [method: string]: unknown;
}
export type AnyBuffers = typeof NodeBuffer;

/** What a piece of code comes to, in a form that tells of any difference: text, bytes, or an error's name, code and message. */
function endOf(run: (Buffer: AnyBuffers) => unknown, Buffer: unknown): unknown {
  try {
    const value = run(Buffer as AnyBuffers);
    return value instanceof Uint8Array ? { bytes: [...value] } : { value };
  } catch (error) {
    const { name, message, code } = error as Error & { readonly code?: string };
    return { name, message, code };
  }
}

/** Expects the same of the guest's Buffer as of Node's. */
export function expectSame(run: (Buffer: AnyBuffers) => unknown): void {
  expect(endOf(run, GuestBuffer)).toEqual(endOf(run, NodeBuffer));
}

/** Calls a method of that name, which the types may not know, with arguments that they may not allow. */
export function call(buffer: unknown, method: string, args: readonly unknown[]): unknown {
  return ((buffer as AnyBuffer)[method] as (...args: unknown[]) => unknown).apply(buffer, [...args]);
}

export const bytes = fc.uint8Array({ maxLength: 40 });
export const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.base64String({ maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF-_=+/ \n'.split('')), maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 10 })
    .map((codes) => String.fromCharCode(...codes)),
);
/** Where a text of bytes is no Latin-1, Node looks at the lower half of its characters. */
export const isReadable = (given: unknown, name: unknown): boolean =>
  !/^(base64|hex)/i.test(String(name)) || !/[^\x20-\xff]/.test(String(given));
/** None that Node's message would show in its own way. */
export const hasControls = (given: unknown): boolean => /[^\x20-\x7e]/.test(String(given));
export const encoding = fc.constantFrom(
  'utf8',
  'utf-8',
  'UTF8',
  'hex',
  'base64',
  'base64url',
  'latin1',
  'binary',
  'ascii',
  'utf16le',
  'ucs2',
  'UCS-2',
);
export const position = fc.oneof(
  fc.integer({ min: -50, max: 50 }),
  fc.constantFrom(undefined, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 33),
);
export const anything = fc.oneof(
  position,
  fc.constantFrom<unknown>(null, true, '', 'hex', 'no encoding', {}, [], () => 1),
  fc.constantFrom<unknown>(new Uint16Array([1, 2, 300]), { length: 3 }, "it's", 'x'.repeat(50)),
);
export const named = fc.oneof(encoding, fc.constantFrom(undefined, '', 'no encoding'));
/** What can't be made into a number or a text. */
export const odd = fc.constantFrom<unknown>(5n, Symbol('s'), Object.create(null));
/** Nothing that would take the machine's memory. */
export const size = anything.filter((each) => typeof each !== 'number' || !(each > 100));
export const runs = { numRuns: 400 };
