import { Blob } from './blob.ts';
import { cloneBuffer, cloneView } from './clone-buffer.ts';
import { DOMException } from './dom-exception.ts';
import { File } from './file.ts';
import { isPlatformObject, requireArguments } from './interface.ts';

const ERRORS: { readonly [name: string]: ErrorConstructor } = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};
/** By what `Object.prototype.toString` says of them: they hold what can't be copied. */
const UNCLONEABLE = /^\[object (?:Promise|Arguments|Weak\w+|(?:Async)?Generator|\w+ Iterator)\]$/;

interface CloneOptions {
  readonly transfer?: Iterable<unknown>;
}

/** https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone */
export function structuredClone(value: unknown, options: CloneOptions = {}): unknown {
  requireArguments(arguments.length, 1, 'structuredClone');
  const transferred = options?.transfer === undefined ? [] : readTransfer(options.transfer);
  const copy = clone(value, new Map());
  for (const buffer of transferred) buffer.transfer(0);
  return copy;
}

/** What is transferred is copied like all else, and then emptied where it came from. */
function readTransfer(transfer: Iterable<unknown>): readonly ArrayBuffer[] {
  const buffers = [...transfer];
  for (const each of buffers) {
    if (!(each instanceof ArrayBuffer) || each.detached)
      throw failure('Cannot transfer: only an ArrayBuffer that was not transferred before can be');
  }
  if (new Set(buffers).size < buffers.length) throw failure('Cannot transfer: a buffer is named twice');
  return buffers as ArrayBuffer[];
}

/** @param seen the copies so far: a value that occurs twice is copied once */
function clone(value: unknown, seen: Map<object, object>): unknown {
  if (typeof value === 'symbol' || typeof value === 'function') throw uncloneable(typeof value);
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const copy = ArrayBuffer.isView(value)
    ? cloneView(value, (buffer) => clone(buffer, seen) as ArrayBuffer)
    : cloneLeaf(value);
  if (copy === null) return cloneContainer(value, seen);
  seen.set(value, copy);
  return copy;
}

/** Copies what holds no other values; `null` for what does. */
function cloneLeaf(value: object): object | null {
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof ArrayBuffer) {
    if (value.detached) throw failure('Cannot clone an ArrayBuffer that was transferred');
    return cloneBuffer(value);
  }
  if (
    value instanceof Boolean ||
    value instanceof Number ||
    value instanceof String ||
    value instanceof BigInt
  )
    return Object(value.valueOf()) as object;
  if (value instanceof File) return new File([value], value.name, value);
  if (value instanceof Blob) return value.slice(0, value.size, value.type);
  if (value instanceof DOMException) return new DOMException(value.message, value.name);
  const tag = Object.prototype.toString.call(value);
  if (value instanceof Symbol || UNCLONEABLE.test(tag) || isPlatformObject(value)) throw uncloneable(tag);
  return null;
}

function cloneContainer(value: object, seen: Map<object, object>): object {
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    seen.set(value, copy);
    for (const [key, each] of [...value]) copy.set(clone(key, seen), clone(each, seen));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    seen.set(value, copy);
    for (const each of [...value]) copy.add(clone(each, seen));
    return copy;
  }
  if (value instanceof Error) return cloneError(value, seen);
  const copy: object = Array.isArray(value) ? new Array(value.length) : {};
  seen.set(value, copy);
  for (const key of Object.keys(value)) {
    // A getter may have taken away what was still there.
    if (!Object.hasOwn(value, key)) continue;
    const member = clone((value as Record<string, unknown>)[key], seen);
    Object.defineProperty(copy, key, { value: member, writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

/** Of an error there remain its kind, message, stack and cause: https://html.spec.whatwg.org/#structuredserializeinternal */
function cloneError(value: Error, seen: Map<object, object>): object {
  const name = value.name as unknown;
  const message = Object.getOwnPropertyDescriptor(value, 'message')?.value as unknown;
  const Kind = (typeof name === 'string' && Object.hasOwn(ERRORS, name) && ERRORS[name]) || Error;
  const copy = message === undefined ? new Kind() : new Kind(`${message as string}`);
  seen.set(value, copy);
  const hidden = { writable: true, enumerable: false, configurable: true };
  Object.defineProperty(copy, 'stack', { ...hidden, value: value.stack });
  if (Object.hasOwn(value, 'cause'))
    Object.defineProperty(copy, 'cause', { ...hidden, value: clone(value.cause, seen) });
  return copy;
}

function uncloneable(what: string): DOMException {
  return failure(`Cannot clone: ${what} could not be cloned`);
}

function failure(message: string): DOMException {
  return new DOMException(message, 'DataCloneError');
}
