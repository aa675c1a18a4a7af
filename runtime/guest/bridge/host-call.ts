import { bytesOfLatin1, latin1Of } from './latin1.ts';
import {
  charCodeAt,
  min,
  now,
  parseJson,
  setPrototypeOf,
  sliceString,
  stringifyJson,
} from './primordials.ts';

/** Of one call's text and of its answer's, in characters: a byte is one. */
const MAX_CALL_CHARACTERS = 1024 * 1024;
/** V8 frees texts that crossed in a full collection only, so a loop of calls makes one every now and then. */
const COLLECT_EVERY_CHARACTERS = 8 * 1024 * 1024;
/** What the host says when others have waited for long enough. */
const LATER = '~';
/** Between two times that the host is asked, in milliseconds; twice as long each time. */
const [FIRST_PAUSE_MS, MAX_PAUSE_MS] = [2, 16];

/** What the host is asked to do, beside the bytes to do it with. Read by runtime/sandbox/host-calls/parse-host-call.ts. */
export type HostParams = { readonly [name: string]: unknown };

/** An error as the host tells it. */
interface ToldError {
  readonly name: string;
  readonly message: string;
  readonly details: { readonly [name: string]: string | readonly string[] };
}

const ERRORS = setPrototypeOf({ Error, RangeError, SyntaxError, TypeError }, null) as {
  readonly [name: string]: ErrorConstructor;
};
const NativeError = Error;
const { assign } = Object;
const { gc } = globalThis as { readonly gc?: () => void };

/** The host's one function. It stands in this variable and nowhere else, and is called by name, with one string. */
let call: ((text: string) => string) | null = null;
let crossedCharacters = 0;

/** Takes the host's function, before guest code runs. */
export function connectHost(callback: (text: string) => string): void {
  call = callback;
}

/**
 * Asks the host for what the guest can't do itself, and waits for the answer: 20 µs and what the host does for it,
 * which is charged to the guest's CPU time.
 *
 * @returns the answer's bytes
 * @throws Error what the host says is wrong
 */
export function callHost(
  operation: string,
  params: HostParams = {},
  parts: readonly Uint8Array[] = [],
): Uint8Array<ArrayBuffer> {
  return bytesOfLatin1(askHost(operation, params, parts));
}

/**
 * The same, where the answer is JSON.
 *
 * @throws Error what the host says is wrong
 */
export function askHostForJson(
  operation: string,
  params: HostParams,
  parts: readonly Uint8Array[] = [],
): unknown {
  return parseJson(askHost(operation, params, parts));
}

function askHost(operation: string, params: HostParams, parts: readonly Uint8Array[]): string {
  let data = '';
  const sizes: number[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index]!;
    sizes[index] = part.length;
    refuseLong(data.length + part.length);
    data += latin1Of(part);
  }
  const text = `${stringifyJson({ operation, params, sizes })}\n${data}`;
  refuseLong(text.length);
  let answer = callOnce(text);
  for (let pauseMs = FIRST_PAUSE_MS; answer === LATER; pauseMs = min(2 * pauseMs, MAX_PAUSE_MS)) {
    pause(pauseMs);
    answer = callOnce(text);
  }
  return readAnswer(answer);
}

/** An isolate has no other way to wait. */
function pause(ms: number): void {
  for (const until = now() + ms; now() < until;);
}

function refuseLong(length: number): void {
  if (length <= MAX_CALL_CHARACTERS) return;
  throw new ERRORS.RangeError!(
    `Cannot compute: ${length} bytes at once, the limit is ${MAX_CALL_CHARACTERS}`,
  );
}

/** Whatever goes wrong between here and the host is told in our words: its own error isn't for the guest. */
function callOnce(text: string): string {
  crossedCharacters += text.length;
  if (crossedCharacters > COLLECT_EVERY_CHARACTERS) {
    crossedCharacters = 0;
    gc?.();
  }
  let answer: unknown;
  try {
    answer = call?.(text);
  } catch {
    answer = undefined;
  }
  if (typeof answer !== 'string') throw new NativeError('Cannot compute: the host gave no answer');
  crossedCharacters += answer.length;
  return answer;
}

/** `+` and the answer's bytes, a character each; or `-` and an error's JSON. */
function readAnswer(answer: string): string {
  const rest = sliceString(answer, 1);
  if (charCodeAt(answer, 0) === 43) return rest;
  const { name, message, details } = parseJson(rest) as ToldError;
  throw assign(new (ERRORS[name] ?? NativeError)(message), details);
}
