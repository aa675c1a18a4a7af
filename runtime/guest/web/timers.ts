import type { NumberMap } from '../bridge/primordials.ts';
import { apply, max, NativeTypeError, now, numberMap } from '../bridge/primordials.ts';

interface Timer {
  readonly callback: (...args: readonly unknown[]) => unknown;
  readonly args: readonly unknown[];
  /** `null` for a timeout. */
  readonly everyMs: number | null;
  dueAt: number;
}

/** Of one program at a time; `setTimeout` throws beyond. */
const MAX_TIMERS = 1_000;

let timers: NumberMap<Timer> = numberMap();
let count = 0;
let lastId = 0;

type SetTimer = (callback: unknown, delayMs?: unknown, ...args: readonly unknown[]) => number;

export const setTimeout: SetTimer = (callback, delayMs, ...args) => add(callback, delayMs, args, null);

export const setInterval: SetTimer = (callback, delayMs, ...args) =>
  add(callback, delayMs, args, max(1, toMs(delayMs)));

export const clearTimeout = (id?: unknown): void => {
  if (typeof id !== 'number' || timers[id] === undefined) return;
  delete timers[id];
  count -= 1;
};

function add(callback: unknown, delayMs: unknown, args: readonly unknown[], everyMs: number | null): number {
  if (typeof callback !== 'function')
    throw new NativeTypeError('Cannot set a timer: the callback is no function');
  // First of all, since it may call the guest's `valueOf`, which may throw or set timers itself.
  const dueAt = now() + max(1, toMs(delayMs));
  if (count >= MAX_TIMERS)
    throw new NativeTypeError(`Cannot set a timer: the limit is ${MAX_TIMERS} at once`);
  lastId += 1;
  count += 1;
  timers[lastId] = {
    callback: callback as Timer['callback'],
    args,
    everyMs,
    dueAt,
  };
  return lastId;
}

/** Not by `Number`, which a guest can replace, and with it what the host is told of the next timer. */
function toMs(delayMs: unknown): number {
  const ms = max(0, delayMs as number);
  return ms >= 0 && ms <= 0x7fffffff ? ms : 0;
}

/** When the next timer is due, on the clock of `Date.now()`; 0 for none. */
export function nextTimerAt(): number {
  const id = earliest();
  return id === 0 ? 0 : timers[id]!.dueAt;
}

function earliest(): number {
  let first = 0;
  for (const id in timers) {
    if (first === 0 || timers[id]!.dueAt < timers[first]!.dueAt) first = +id;
  }
  return first;
}

/**
 * Runs what is due, earliest first. A callback that throws has no caller to tell: its error is lost, the others run.
 * What a callback sets anew is due later, so this ends.
 */
export function fireTimers(): void {
  const at = now();
  for (let id = earliest(); id !== 0 && timers[id]!.dueAt <= at; id = earliest()) {
    const timer = timers[id]!;
    if (timer.everyMs === null) clearTimeout(id);
    else timer.dueAt = at + timer.everyMs;
    try {
      apply(timer.callback, undefined, timer.args);
    } catch {
      continue;
    }
  }
}

/** Forgets all timers: the attempts that set them are over. */
export function clearTimers(): void {
  timers = numberMap();
  count = 0;
}
