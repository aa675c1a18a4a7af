/** The invocations at once that each event source may have. */
export interface ConcurrencyShares {
  readonly events: number;
  readonly deliveries: number;
  readonly retries: number;
  readonly deadLetters: number;
  readonly rejectedEvents: number;
}

/** Lambda's bounds for an event source, https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const MIN_SHARE = 2;
const MAX_SHARE = 1_000;

/**
 * Divides the invocations that Sluice may have under way, 10 at least. Filing is quick and rare, so it gets the minimum.
 * Retries get half of what new deliveries get: a partner's outage, however long, leaves the others their way.
 */
export function shareConcurrency(total: number): ConcurrencyShares {
  const rest = total - 2 * MIN_SHARE;
  const quarter = bounded(Math.floor(rest / 4));
  return {
    events: quarter,
    deliveries: bounded(rest - 2 * quarter),
    retries: quarter,
    deadLetters: MIN_SHARE,
    rejectedEvents: MIN_SHARE,
  };
}

function bounded(share: number): number {
  return Math.min(Math.max(share, MIN_SHARE), MAX_SHARE);
}
