import type { Bytes } from './node-globals.ts';
import { Buffer } from './node-globals.ts';

/**
 * What Segment's runtime calls `btoa`: of a `Buffer` its bytes, of anything else the low byte of each character of its
 * text. https://github.com/node-browser-compat/btoa
 */
export function btoa(value: { toString(): string }): string {
  const bytes = value instanceof Uint8Array ? (value as Bytes) : Buffer.from(value.toString(), 'latin1');
  return Buffer.from(bytes).toString('base64');
}

/**
 * What Segment's runtime calls `atob`: takes the URL's alphabet too, and passes over what is in neither.
 * https://github.com/node-browser-compat/atob
 */
export function atob(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}
