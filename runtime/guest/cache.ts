import { apply, NativeTypeError, now, stringifyJson, uncurry } from './bridge/primordials.ts';

/** Of the values that are kept; beyond, the one that nobody asked for the longest goes first. */
const MAX_VALUES = 1_000;
/** Of the same, in characters of their keys and their JSON. One that is larger alone is not kept. */
const MAX_SIZE = 8 * 1024 * 1024;
/** What a value counts that is no JSON. */
const UNKNOWN_SIZE = 64 * 1024;
const NO_EXPIRY = -1;

interface Kept {
  readonly value: unknown;
  /** On the clock of `Date.now()`. */
  readonly expiresAt: number;
  readonly size: number;
}

type Load = () => unknown;
type AnyMap<V> = Map<unknown, V>;

const NativeMap = Map;
const valueIn = uncurry(Map.prototype.get) as <V>(map: AnyMap<V>, key: unknown) => V | undefined;
const setIn = uncurry(Map.prototype.set) as <V>(map: AnyMap<V>, key: unknown, value: V) => unknown;
const deleteIn = uncurry(Map.prototype.delete) as (map: AnyMap<unknown>, key: unknown) => boolean;
const sizeIn = uncurry(Object.getOwnPropertyDescriptor(Map.prototype, 'size')!.get!) as (
  map: AnyMap<unknown>,
) => number;
const keysIn = uncurry(Map.prototype.keys) as (map: AnyMap<unknown>) => MapIterator<unknown>;
const nextOf = uncurry(new Map().keys().next) as (keys: MapIterator<unknown>) => IteratorResult<unknown>;

/** By any key, told apart as a `Map` does; the one that was asked for last stands at the end. */
const kept: AnyMap<Kept> = new NativeMap();
let keptSize = 0;
/** What is being loaded; all who ask for it meanwhile wait for the same. */
let loading: AnyMap<Promise<unknown>> = new NativeMap();

/**
 * Values that live as long as the isolate, so that a token isn't fetched anew for each event:
 * https://segment.com/docs/connections/functions/destination-functions/#caching
 */
export const cache = {
  /**
   * The value that is kept under `key`; else what `load` gives, which is then kept for `ttlMs` milliseconds, or for ever
   * without one or with -1. Who asks for a key while it is being loaded waits for the same `load`; when it fails, it fails
   * for all of them and nothing is kept.
   */
  async load(key: unknown, ttlMs: unknown, load?: unknown): Promise<unknown> {
    const isShort = typeof ttlMs === 'function' && load === undefined;
    const task = expectLoad(isShort ? ttlMs : load);
    const lifetimeMs = expectLifetime(isShort ? NO_EXPIRY : ttlMs);
    const found = valueIn(kept, key);
    if (found === undefined || found.expiresAt <= now()) {
      forget(key);
      return await (valueIn(loading, key) ?? start(key, task, lifetimeMs));
    }
    deleteIn(kept, key);
    setIn(kept, key, found);
    return found.value;
  },

  /** Forgets what is kept under `key`. What is being loaded reaches those who wait for it, and isn't kept. */
  delete(key: unknown): void {
    forget(key);
    deleteIn(loading, key);
  },
};

/**
 * Forgets what is being loaded: the attempts that began it are over, and with them the answers and timers that it may
 * wait for. Who asks next loads anew.
 */
export function forgetLoads(): void {
  if (sizeIn(loading) > 0) loading = new NativeMap();
}

function expectLoad(load: unknown): Load {
  if (typeof load === 'function') return load as Load;
  throw new NativeTypeError(`Cannot load into the cache: the last argument must be a function`);
}

function expectLifetime(ttlMs: unknown): number {
  if (ttlMs === undefined || ttlMs === null || ttlMs === NO_EXPIRY) return Infinity;
  // Not for `NaN`, which is no number to compare with either.
  if (typeof ttlMs === 'number' && ttlMs === ttlMs) return ttlMs;
  throw new NativeTypeError('Cannot load into the cache: the ttl must be a number of milliseconds');
}

function start(key: unknown, load: Load, lifetimeMs: number): Promise<unknown> {
  const promise = call(load);
  setIn(loading, key, promise);
  // Before anybody else waits for it, so that it is kept by the time that they go on.
  void keepWhenLoaded(key, promise, lifetimeMs);
  return promise;
}

async function call(load: Load): Promise<unknown> {
  return await apply(load, undefined, []);
}

async function keepWhenLoaded(key: unknown, promise: Promise<unknown>, lifetimeMs: number): Promise<void> {
  try {
    const value = await promise;
    // First, since it may run code of the value's own.
    const size = sizeOf(key) + sizeOf(value);
    if (valueIn(loading, key) === promise) keep(key, { value, expiresAt: now() + lifetimeMs, size });
  } catch {
    // Those who wait for it are told by their own promise.
  }
  if (valueIn(loading, key) === promise) deleteIn(loading, key);
}

function keep(key: unknown, entry: Kept): void {
  if (entry.size > MAX_SIZE) return;
  setIn(kept, key, entry);
  keptSize += entry.size;
  while (keptSize > MAX_SIZE || sizeIn(kept) > MAX_VALUES) forget(nextOf(keysIn(kept)).value);
}

function forget(key: unknown): void {
  const entry = valueIn(kept, key);
  if (entry === undefined) return;
  keptSize -= entry.size;
  deleteIn(kept, key);
}

/** In characters of JSON; cheap for texts, which most values are. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  try {
    const json: unknown = stringifyJson(value);
    return typeof json === 'string' ? json.length : UNKNOWN_SIZE;
  } catch {
    return UNKNOWN_SIZE;
  }
}
