import { listBytes } from '../node/list-bytes.ts';
import { bytesOf } from '../web/bytes-of.ts';
import { shownOf } from '../web/interface.ts';
import { describeError, keysOfError } from './inspect-error.ts';
import type { Block } from './layout.ts';
import { classOf, describeFunction, prefixOf } from './name-object.ts';
import { quoteKey } from './quote-text.ts';
import { showPrimitive } from './show-primitive.ts';

/** Shows a value that stands within another. */
export type Show = (value: unknown) => string;

/** What an object holds besides its members. */
interface Items {
  readonly isEmpty: boolean;
  /** The first of them, and how many more there are: a guest may log a million. */
  readonly list: (show: Show) => { readonly shown: readonly string[]; readonly rest: number };
}

/** What an object is made of: what is said of it in one, and what is shown within its brackets. */
export interface Parts extends Partial<Pick<Block, 'base' | 'open' | 'close' | 'array'>> {
  readonly keys: readonly PropertyKey[];
  readonly items?: Items;
}

export const MAX_ITEMS = 100;
/** Of an array with more elements only these are looked at: to list its members, all would be. */
const MAX_LISTED = 10_000;

/** @param indent of the lines that an error's stack has */
export function partsOf(value: object, indent: number): Parts {
  if (Array.isArray(value)) return partsOfArray(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return partsOfTypedArray(value as Uint8Array);
  const keys = keysOf(value);
  if (value instanceof Map)
    return { keys, open: `${prefixOf(value, 'Map', `(${value.size})`)}{`, items: itemsOfMap(value) };
  if (value instanceof Set)
    return { keys, open: `${prefixOf(value, 'Set', `(${value.size})`)}{`, items: itemsOf(value, value.size) };
  if (typeof value === 'function') return { keys, base: describeFunction(value) };
  if (value instanceof Error) return { keys: keysOfError(value), base: describeError(value, indent) };
  if (value instanceof RegExp) return { keys, base: RegExp.prototype.toString.call(value) };
  if (value instanceof Date) return { keys, base: describeDate(value) };
  if (
    value instanceof Number ||
    value instanceof Boolean ||
    value instanceof String ||
    value instanceof BigInt
  ) {
    const ownKeys = value instanceof String ? keys.filter((key) => !isIndex(key)) : keys;
    return { keys: ownKeys, base: `[${classOf(value) ?? 'Object'}: ${showPrimitive(value.valueOf(), 0)}]` };
  }
  if (value instanceof ArrayBuffer) return partsOfBuffer(value, keys);
  if (value instanceof WeakMap || value instanceof WeakSet)
    return { keys, open: `${prefixOf(value, 'WeakMap')}{`, items: said(['<items unknown>']) };
  return partsOfPlain(value, keys);
}

function partsOfPlain(value: object, keys: readonly PropertyKey[]): Parts {
  const isArguments = Object.prototype.toString.call(value) === '[object Arguments]';
  const open = `${isArguments ? '[Arguments] ' : prefixOf(value, 'Object')}{`;
  const shown = shownOf(value);
  if (shown === null) return { keys, open: open === 'Object {' ? '{' : open };
  if (shown instanceof Map) return { keys, open, items: itemsOfMap(shown) };
  const members = Object.entries(shown);
  const list: Items['list'] = (show) => ({
    shown: members.map(([key, each]) => `${quoteKey(key)}: ${show(each)}`),
    rest: 0,
  });
  return { keys, open, items: { isEmpty: members.length === 0, list } };
}

function partsOfArray(value: readonly unknown[]): Parts {
  const prefix = prefixOf(value, 'Array', `(${value.length})`);
  const isPlain = prefix === `Array(${value.length}) `;
  const keys = value.length > MAX_LISTED ? [] : keysOf(value).filter((key) => !isIndex(key));
  const items: Items = { isEmpty: value.length === 0, list: (show) => listElements(value, show) };
  return { keys, open: isPlain ? '[' : `${prefix}[`, close: ']', items, array: value };
}

function partsOfTypedArray(value: Uint8Array): Parts {
  if (classOf(value) === 'Buffer') return { keys: [], base: `<Buffer ${listBytes(value)}>` };
  const open = `${prefixOf(value, 'TypedArray', `(${value.length})`)}[`;
  return { keys: [], open, close: ']', items: itemsOf(value, value.length), array: value };
}

function partsOfBuffer(value: ArrayBuffer, keys: readonly PropertyKey[]): Parts {
  const members = [`[Uint8Contents]: <${listBytes(bytesOf(value))}>`, `[byteLength]: ${value.byteLength}`];
  return { keys, open: `${prefixOf(value, 'ArrayBuffer')}{`, items: said(members) };
}

function describeDate(value: Date): string {
  const name = classOf(value) ?? 'Date';
  const text = Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  return name === 'Date' ? text : `${name} ${text}`;
}

function said(shown: readonly string[]): Items {
  return { isEmpty: false, list: () => ({ shown, rest: 0 }) };
}

function itemsOf(values: Iterable<unknown>, count: number): Items {
  const list: Items['list'] = (show) => ({
    shown: firstOf(values).map((each) => show(each)),
    rest: count - MAX_ITEMS,
  });
  return { isEmpty: count === 0, list };
}

function itemsOfMap(map: ReadonlyMap<unknown, unknown>): Items {
  const list: Items['list'] = (show) => ({
    shown: firstOf(map).map(([key, each]) => `${show(key)} => ${show(each)}`),
    rest: map.size - MAX_ITEMS,
  });
  return { isEmpty: map.size === 0, list };
}

function firstOf<T>(values: Iterable<T>): readonly T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.length === MAX_ITEMS) break;
    first.push(value);
  }
  return first;
}

/** What is not there is told by its number. */
function listElements(array: readonly unknown[], show: Show): ReturnType<Items['list']> {
  const shown: string[] = [];
  let index = 0;
  while (index < array.length && shown.length < MAX_ITEMS) {
    const empty = countEmpty(array, index);
    if (empty > 0) shown.push(`<${empty} empty item${empty === 1 ? '' : 's'}>`);
    else shown.push(showMemberValue(array, index, show));
    index += Math.max(1, empty);
  }
  return { shown, rest: array.length - index };
}

/** In steps at first, since a gap may be of any length. */
function countEmpty(array: readonly unknown[], from: number): number {
  if (Object.hasOwn(array, from)) return 0;
  if (array.length - from > MAX_LISTED) {
    const next = Object.keys(array).find((key) => isIndex(key) && Number(key) > from);
    return (next === undefined ? array.length : Number(next)) - from;
  }
  let index = from;
  while (index < array.length && !Object.hasOwn(array, index)) index += 1;
  return index - from;
}

export function showMember(value: object, key: PropertyKey, show: Show): string {
  const name = quoteKey(key as string | symbol);
  const isHidden = !Object.prototype.propertyIsEnumerable.call(value, key);
  return `${isHidden ? `[${name}]` : name}: ${showMemberValue(value, key, show)}`;
}

/** A getter is not called: it may do anything. */
function showMemberValue(value: object, key: PropertyKey, show: Show): string {
  const member = Object.getOwnPropertyDescriptor(value, key);
  if (member?.get !== undefined) return member.set === undefined ? '[Getter]' : '[Getter/Setter]';
  return member?.set === undefined ? show(member?.value) : '[Setter]';
}

function keysOf(value: object): readonly PropertyKey[] {
  const symbols = Object.getOwnPropertySymbols(value);
  const shown = symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
  return [...Object.keys(value), ...shown];
}

function isIndex(key: PropertyKey): boolean {
  return typeof key === 'string' && /^(?:0|[1-9]\d{0,9})$/.test(key);
}
