import { DOMException } from './dom-exception.ts';

const ERRORS: { readonly [name: string]: ErrorConstructor } = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/** https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone, without transfer. */
export function structuredClone(value: unknown): unknown {
  return clone(value, new Map());
}

function clone(value: unknown, seen: Map<object, object>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new DOMException(`A ${typeof value} could not be cloned`, 'DataCloneError');
  }
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const copy = ArrayBuffer.isView(value) ? cloneView(value, seen) : cloneLeaf(value);
  if (copy !== null) {
    seen.set(value, copy);
    return copy;
  }
  return cloneContainer(value, seen);
}

/** Views on the same buffer are views on the same copy. */
function cloneView(value: ArrayBufferView, seen: Map<object, object>): object {
  const View = value.constructor as new (buffer: unknown, offset: number, length: number) => object;
  const { length = value.byteLength } = value as { readonly length?: number };
  return new View(clone(value.buffer, seen), value.byteOffset, length);
}

/** Copies what holds no other values; `null` for what does. */
function cloneLeaf(value: object): object | null {
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (
    value instanceof Boolean ||
    value instanceof Number ||
    value instanceof String ||
    value instanceof BigInt
  )
    return Object(value.valueOf()) as object;
  if (value instanceof WeakMap || value instanceof WeakSet || value instanceof Promise) {
    throw new DOMException(`${value.constructor.name} object could not be cloned`, 'DataCloneError');
  }
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
    const member = clone((value as Record<string, unknown>)[key], seen);
    Object.defineProperty(copy, key, { value: member, writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

function cloneError(value: Error, seen: Map<object, object>): object {
  const copy = new (ERRORS[value.name] ?? Error)(value.message);
  seen.set(value, copy);
  if (value.stack !== undefined) copy.stack = value.stack;
  if (Object.hasOwn(value, 'cause')) copy.cause = clone(value.cause, seen);
  return copy;
}
