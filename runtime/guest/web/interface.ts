type InterfaceClass = (abstract new (...args: never[]) => object) & { readonly prototype: object };

/** What the console shows of an instance: its members, or pairs as those of a map. */
type Show = (instance: never) => object;

interface InterfaceOptions<T> {
  /** Numbers that stand on the class and on its instances, as `AT_TARGET` of Event. */
  readonly constants?: { readonly [name: string]: number };
  /** Default: what it has of own properties. */
  readonly show?: (instance: T) => object;
}

const interfaces = new Map<object, Show | null>();
const lookUp = interfaces.get.bind(interfaces);
const isKnown = interfaces.has.bind(interfaces);

/**
 * Gives a class the shape of an interface: its name, which a bundler has shortened, `Symbol.toStringTag`, and members
 * that are enumerable. https://webidl.spec.whatwg.org/#js-interfaces
 */
export function defineInterface<T extends InterfaceClass>(
  name: string,
  made: T,
  { constants = {}, show }: InterfaceOptions<InstanceType<T>> = {},
): T {
  Object.defineProperty(made, 'name', { value: name, configurable: true });
  Object.defineProperty(made.prototype, Symbol.toStringTag, { value: name, configurable: true });
  for (const owner of [made, made.prototype]) {
    for (const [member, value] of Object.entries(constants))
      Object.defineProperty(owner, member, { value, enumerable: true });
    showMembers(owner);
  }
  interfaces.set(made.prototype, (show as Show | undefined) ?? null);
  return made;
}

const HIDDEN: readonly string[] = ['length', 'name', 'prototype', 'constructor'];

function showMembers(owner: object): void {
  for (const member of Object.getOwnPropertyNames(owner)) {
    if (!HIDDEN.includes(member) || (member === 'name' && typeof owner !== 'function'))
      Object.defineProperty(owner, member, { enumerable: true });
  }
}

/** Whether an object is of an interface, or of a class that extends one. */
export function isPlatformObject(value: object): boolean {
  for (let each: object | null = value; each !== null; each = Object.getPrototypeOf(each) as object | null)
    if (isKnown(each)) return true;
  return false;
}

/** What the console shows in place of an object of an interface; `null` for any other. */
export function shownOf(value: object): object | null {
  for (let each: object | null = value; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    const show = lookUp(each);
    // A prototype has the getters, but nothing for them to read.
    if (show !== undefined) return show === null || each === value ? null : show(value as never);
  }
  return null;
}

/** @throws TypeError for a call with fewer arguments than a standard's method needs */
export function requireArguments(given: number, needed: number, name: string): void {
  if (given < needed)
    throw new TypeError(
      `Cannot call ${name}: it needs ${needed} argument${needed === 1 ? '' : 's'}, has ${given}`,
    );
}

/**
 * Reads the options of a call. https://webidl.spec.whatwg.org/#js-dictionary
 * @throws TypeError for what is neither an object nor left out
 */
export function readOptions<T extends object>(options: T | null | undefined, name: string): Partial<T> {
  if (options === undefined || options === null) return {};
  if (typeof options === 'object' || typeof options === 'function') return options;
  throw new TypeError(`Cannot call ${name}: the options are no object`);
}
