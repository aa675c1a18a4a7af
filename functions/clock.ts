/** The two clocks: one that agrees with everybody else's, and one that only goes forward. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment, on the clock of `performance.now()`. */
  monotonic(): number;
}

export const SYSTEM_CLOCK: Clock = { now: Date.now, monotonic: () => performance.now() };
