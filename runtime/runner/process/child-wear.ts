/** What a child has been through. */
export interface ChildWear {
  /** How often events were sent into it. */
  readonly runs: number;
  /** Whether an isolate in it ran out of memory: V8 goes on, but promises nothing. */
  readonly hasLostIsolate: boolean;
  readonly ageMs: number;
  /** What it holds at rest beyond what its programs do: what it leaks, or can't put to use again. */
  readonly unaccountedBytes: number;
}

export interface RetirementLimits {
  /** See `ChildWear.runs`. Default: 250,000. */
  readonly maxRuns: number;
  /** Before a child is that old, in milliseconds, no lost isolate retires it. Default: 60,000. */
  readonly minAgeMs: number;
  /** See `ChildWear.unaccountedBytes`, in MiB. Default: 35 % of what the child may hold. */
  readonly maxUnaccountedMb: number;
}

/**
 * A minute's work at full speed and hours of the usual, while what the next child takes to load again, 15 ms for each of
 * some 200 programs, is 3 s. So wear that nobody has thought of ends, and costs 5 % at the very most.
 */
export const MAX_RUNS = 250_000;
/** A program that loses its isolate again and again may not keep those of all others cold. */
export const MIN_AGE_MS = 60_000;
/** Of what the child may hold: more would be missing for the programs. */
export const MAX_UNACCOUNTED_SHARE = 0.35;
const MIB = 1024 * 1024;

/** Whether another child is to follow this one. */
export function isWornOut(
  { runs, hasLostIsolate, ageMs, unaccountedBytes }: ChildWear,
  { maxRuns, minAgeMs, maxUnaccountedMb }: RetirementLimits,
): boolean {
  if (runs >= maxRuns) return true;
  if (unaccountedBytes > maxUnaccountedMb * MIB) return true;
  return hasLostIsolate && ageMs >= minAgeMs;
}
