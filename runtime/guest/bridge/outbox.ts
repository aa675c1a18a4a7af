import { stringifyJson } from './primordials.ts';

/**
 * What the guest has to tell the host, a line each: a letter and JSON. The host takes it after every entry, when
 * all microtasks have run: nothing leaves the guest in the middle of an entry that may yet be ended.
 */
let lines = '';

/** Of all that one entry tells, in characters; a guest that tells more loses it and learns so by its deadline. */
const MAX_OUTBOX_LENGTH = 64 * 1024 * 1024;

/** Adds a line. `json` must be JSON text, which holds no raw line feed. */
export function post(letter: string, json: string): void {
  if (lines.length + json.length < MAX_OUTBOX_LENGTH) lines += `${letter}${json}\n`;
}

/** Hands over what was posted, and forgets it. */
export function drain(): string {
  const all = lines;
  lines = '';
  return all;
}

/**
 * The JSON text of a string; `JSON.stringify` calls no method for a primitive one. What a guest's patches pass off as
 * a string (a header's iterator, a URL's `href`) becomes one here: the host reads nothing else where a text belongs.
 */
export function quote(text: string): string {
  return stringifyJson(`${text}`);
}
