/** The longest that SQS delays a message: 15 minutes, in milliseconds. */
export const MAX_DELAY_MS = 900_000;
/** Spreads what failed at one moment over time, so that a partner that comes back isn't flooded. */
const JITTER = 0.2;

/**
 * `delayMs` ±20 %, in whole milliseconds, never over 900 s.
 *
 * @param random from 0 to 1
 */
export function withJitter(delayMs: number, random: number): number {
  return Math.min(Math.round(delayMs * (1 + JITTER * (2 * random - 1))), MAX_DELAY_MS);
}
