import { defineProperty } from '../bridge/primordials.ts';
import { requireArguments } from '../web/interface.ts';

/** What stands behind a value is the class's own affair. */
type Pair<V> = readonly [name: string, value: V, ...rest: readonly unknown[]];

/** Gives what is iterated over as it is now: an iterator goes on by its place in the list. */
type ListPairs<T, V> = (target: T) => readonly Pair<V>[];

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;

/** The methods that an interface which is iterable has for its pairs. */
export interface PairIterable<V> {
  entries(): IterableIterator<[string, V]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<V>;
  forEach(callback: (value: V, name: string, target: this) => void, thisArg?: unknown): void;
  [Symbol.iterator](): IterableIterator<[string, V]>;
}

/** Gives a class those methods. https://webidl.spec.whatwg.org/#js-iterable */
export function makePairIterable<T extends object, V>(
  name: string,
  made: { readonly prototype: T },
  list: ListPairs<T, V>,
): void {
  class PairIterator {
    readonly #target: T;
    readonly #pick: (pair: Pair<V>) => unknown;
    #index = 0;

    constructor(target: T, pick: (pair: Pair<V>) => unknown) {
      this.#target = target;
      this.#pick = pick;
    }

    next(): IteratorResult<unknown> {
      const pair = list(this.#target)[this.#index];
      if (pair === undefined) return { value: undefined, done: true };
      this.#index += 1;
      return { value: this.#pick(pair), done: false };
    }
  }
  Object.setPrototypeOf(PairIterator.prototype, IteratorPrototype);
  defineProperty(PairIterator.prototype, 'next', { enumerable: true });
  defineProperty(PairIterator.prototype, 'constructor', { value: Object });
  defineProperty(PairIterator.prototype, Symbol.toStringTag, {
    value: `${name} Iterator`,
    configurable: true,
  });

  const iterate = (target: T, pick: (pair: Pair<V>) => unknown): PairIterator => {
    // Fails for what is none of the class.
    list(target);
    return new PairIterator(target, pick);
  };
  const methods = {
    entries(this: T): PairIterator {
      return iterate(this, ([name, value]) => [name, value]);
    },
    keys(this: T): PairIterator {
      return iterate(this, ([name]) => name);
    },
    values(this: T): PairIterator {
      return iterate(this, ([, value]) => value);
    },
    forEach(this: T, callback: unknown, thisArg: unknown = undefined): void {
      list(this);
      requireArguments(arguments.length, 1, `${name}.forEach`);
      if (typeof callback !== 'function')
        throw new TypeError(`Cannot call ${name}.forEach: the callback is no function`);
      for (let index = 0; index < list(this).length; index += 1) {
        const [each, value] = list(this)[index]!;
        Reflect.apply(callback, thisArg, [value, each, this]);
      }
    },
  };
  for (const [method, value] of Object.entries(methods))
    defineProperty(made.prototype, method, { value, writable: true, enumerable: true, configurable: true });
  defineProperty(made.prototype, Symbol.iterator, {
    value: methods.entries,
    writable: true,
    configurable: true,
  });
}
