import type { RunnerKind } from './runner-kind.ts';

/** The invocations at once that each event source may have. */
export interface ConcurrencyShares {
  readonly events: number;
  readonly deliveries: number;
  readonly retries: number;
  readonly deadLetters: number;
  readonly rejectedEvents: number;
  /** Invocations of the runner's function that one of the dispatcher may have under way; 0 where there is none. */
  readonly runnersEach: number;
}

/** Lambda's bounds for an event source, https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const MIN_SHARE = 2;
const MAX_SHARE = 1_000;
/** Of deliveries and of retries. */
const MIN_DISPATCHERS = 2 * MIN_SHARE;
/** A batch of the dispatcher has ten destinations at most: they have had their turn in three rounds then. */
const MAX_RUNNERS_EACH = 4;

/**
 * Divides the invocations that Sluice may have under way, 10 at least. Filing is quick and rare, so it gets the minimum.
 * Retries get half of what new deliveries get: a partner's outage, however long, leaves the others their way.
 *
 * A dispatcher waits for the invocations of the runner's function that it makes, and they count, too. An account with
 * fewer than 14 has none to spare for them: there the runner takes what router and filing, which are quick, leave free,
 * and the dispatcher asks again where it gets none.
 */
export function shareConcurrency(total: number, runner: RunnerKind): ConcurrencyShares {
  const rest = total - 2 * MIN_SHARE;
  const filing = { deadLetters: MIN_SHARE, rejectedEvents: MIN_SHARE };
  if (runner === 'process') {
    const quarter = bounded(Math.floor(rest / 4));
    return {
      events: quarter,
      deliveries: bounded(rest - 2 * quarter),
      retries: quarter,
      ...filing,
      runnersEach: 0,
    };
  }
  // Routing is computing, and done within some tens of milliseconds, where a dispatcher waits for partners.
  const events = bounded(Math.floor(rest / 8));
  const left = rest - events;
  const runnersEach = Math.min(Math.max(Math.floor(left / MIN_DISPATCHERS) - 1, 1), MAX_RUNNERS_EACH);
  const dispatchers = Math.floor(left / (1 + runnersEach));
  const retries = bounded(Math.floor(dispatchers / 3));
  return { events, deliveries: bounded(dispatchers - retries), retries, ...filing, runnersEach };
}

function bounded(share: number): number {
  return Math.min(Math.max(share, MIN_SHARE), MAX_SHARE);
}
