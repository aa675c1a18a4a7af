/**
 * What the prelude needs of the language, taken before guest code runs and may replace it. The prelude's own
 * bookkeeping uses these, strings, and objects without a prototype; it never calls a method that a guest can patch.
 */
const { bind, call } = Function.prototype;

/** `uncurry(String.prototype.slice)('abc', 1)`: calls a method without looking it up. */
export const uncurry = bind.bind(call) as <T, A extends readonly unknown[], R>(
  method: (this: T, ...args: A) => R,
) => (self: T, ...args: A) => R;

/** `bindTo(method, self)`: the method with its `this`. */
export const bindTo = uncurry(bind) as <T>(method: T, self: unknown) => T;

export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const { apply } = Reflect;
export const { now } = Date;
export const { isArray } = Array;
export const { max, min } = Math;
export const { defineProperty, hasOwn, setPrototypeOf, create: createObject } = Object;
export const { fromCharCode } = String;
export const NativePromise = Promise;
export const NativeTypeError = TypeError;

/** As `instanceof`, which a guest can redefine: for one class, and for all by doing so for `Error`. */
export const isInstance = uncurry<object, [value: unknown], boolean>(Function.prototype[Symbol.hasInstance]);

export const sliceString = uncurry(String.prototype.slice);
export const indexOf = uncurry<string, [search: string, from?: number], number>(String.prototype.indexOf);
export const charCodeAt = uncurry(String.prototype.charCodeAt);

const resolved = NativePromise.resolve();
const then = uncurry(NativePromise.prototype.then);

/** Runs `task` after what runs now, as `queueMicrotask` does; an error in it concerns nobody else. */
export function queueTask(task: () => void): void {
  void then(resolved, task);
}

/** A map from numbers that a guest's patches of `Map` or `Object.prototype` don't touch. */
export type NumberMap<T> = { [key: number]: T };

export function numberMap<T>(): NumberMap<T> {
  return createObject(null) as NumberMap<T>;
}

/** A list whose index setters a guest can't define: it inherits nothing. Append with `list[list.length] = item`. */
export interface BareList<T> {
  length: number;
  [index: number]: T;
}

export function bareList<T>(): BareList<T> {
  return setPrototypeOf([], null) as BareList<T>;
}
