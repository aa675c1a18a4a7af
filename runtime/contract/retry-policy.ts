import { ParseError } from './parse-error.ts';
import { expectNumber, expectObject } from './shape.ts';

/** When a failed delivery is tried again, and for how long. */
export interface RetryPolicy {
  /** Before the second attempt, in milliseconds; doubles with each further one. */
  readonly firstDelayMs: number;
  /** What the doubling stops at, in milliseconds. */
  readonly maxDelayMs: number;
  /** From the first attempt until no other starts, in milliseconds. */
  readonly windowMs: number;
  /** The attempts that are made at most; 0 means as many as the window holds. */
  readonly maxAttempts: number;
}

/** Segment retries for four hours, https://segment.com/docs/connections/functions/destination-functions/#retries */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  firstDelayMs: 10_000,
  maxDelayMs: 900_000,
  windowMs: 4 * 3_600_000,
  maxAttempts: 0,
};

const BOUNDS: { readonly [K in keyof RetryPolicy]: readonly [min: number, max: number] } = {
  firstDelayMs: [0, 900_000],
  maxDelayMs: [0, 900_000],
  windowMs: [0, 12 * 24 * 3_600_000],
  maxAttempts: [0, 1_000],
};

/**
 * Fills in what `input` leaves out from the default policy.
 * @throws ParseError for a member that is unknown, not a whole number or out of bounds.
 */
export function parseRetryPolicy(input: unknown, path = 'retry'): RetryPolicy {
  const given = expectObject(input, path);
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(BOUNDS, key));
  if (unknown !== undefined) {
    throw new ParseError(`${path}.${unknown}`, `is unknown, use ${Object.keys(BOUNDS).join(', ')}`);
  }
  const policy = { ...DEFAULT_RETRY_POLICY };
  for (const key of Object.keys(BOUNDS) as (keyof RetryPolicy)[]) {
    if (given[key] !== undefined) policy[key] = parseWhole(given[key], BOUNDS[key], `${path}.${key}`);
  }
  return policy;
}

function parseWhole(value: unknown, [min, max]: readonly [number, number], path: string): number {
  const number = expectNumber(value, path);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new ParseError(path, `must be a whole number from ${min} to ${max}, is ${number}`);
  }
  return number;
}
