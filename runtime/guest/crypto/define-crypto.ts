import { defineProperty } from '../bridge/primordials.ts';

/** The bundler makes of it what evaluates the module, and all that it alone imports, when it is called. */
declare function require(path: './crypto.ts'): { readonly crypto: object };

/**
 * Gives the global object `crypto`, which is made when it is first asked for: it takes 0.5 MB of each isolate's memory and
 * 2 ms, and few programs use it. An accessor, as in Node and in browsers; what is assigned stands in its place.
 */
export function defineCrypto(global: object): void {
  const put = (value: unknown): void => {
    defineProperty(global, 'crypto', {
      // A guest may have given all objects a `get`.
      __proto__: null,
      value,
      writable: true,
      configurable: true,
      enumerable: false,
    } as PropertyDescriptor);
  };
  defineProperty(global, 'crypto', {
    get: () => {
      const { crypto } = require('./crypto.ts');
      put(crypto);
      return crypto;
    },
    set: put,
    configurable: true,
    enumerable: false,
  });
}
