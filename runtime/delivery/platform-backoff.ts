import { MAX_DELAY_MS, withJitter } from './jitter.ts';

/** Long enough that a fault of ours isn't made worse by trying, short enough that a hiccup costs little. */
const FIRST_DELAY_MS = 10_000;

/**
 * How long to wait after a fault of the platform, in milliseconds: as long again as such faults took of the
 * delivery so far, which doubles each time; from 10 s to 900 s, ±20 %. The destination's own policy is about its partner
 * and has no say here.
 *
 * @param random from 0 to 1
 */
export function platformBackoffMs(tookMs: number, random: number): number {
  return withJitter(Math.min(Math.max(tookMs, FIRST_DELAY_MS), MAX_DELAY_MS), random);
}
