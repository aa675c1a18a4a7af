/**
 * V8 calls a registry's callbacks outside of any entry, where no limit holds and no event is under way. The language
 * lets an implementation never call them (https://tc39.es/ecma262/#sec-weakref-execution), and so does this one.
 */
export class FinalizationRegistry {
  constructor(callback: unknown) {
    if (typeof callback !== 'function')
      throw new TypeError('Cannot make a registry: the callback is no function');
  }

  register(): void {}

  unregister(): boolean {
    return false;
  }
}
