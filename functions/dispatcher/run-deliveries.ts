import type { Outcome } from '../../runtime/contract/outcome.ts';
import { failed } from '../../runtime/contract/outcome.ts';
import type { Runner, RunResult } from '../../runtime/runner/runner.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { errorFields } from '../log.ts';
import type { LoadedDestination } from './load-destination.ts';
import type { Pending } from './pending.ts';

export interface RunDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A delivery's turn at the runner. */
export interface Turn {
  readonly pending: Pending;
  readonly result: RunResult;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * Runs deliveries of one destination. Most run together; one that an earlier attempt didn't survive, or whose message
 * was received before, runs alone, so that nobody else pays for it and it can be told whose fault it is.
 *
 * @param startBefore on the monotonic clock, in milliseconds
 */
export async function runDeliveries(
  loaded: LoadedDestination,
  pending: readonly Pending[],
  startBefore: number,
  deps: RunDeps,
): Promise<readonly Turn[]> {
  const suspects = pending.filter(isSuspect);
  const others = pending.filter((each) => !isSuspect(each));
  return [
    ...(await runJob(loaded, others, { startBefore, alone: false }, deps)),
    ...(await runJob(loaded, suspects, { startBefore, alone: true }, deps)),
  ];
}

function isSuspect({ message, delivery }: Pending): boolean {
  return message.receiveCount > 1 || delivery.childDeaths > 0;
}

async function runJob(
  { program, settings, destination }: LoadedDestination,
  pending: readonly Pending[],
  how: { readonly startBefore: number; readonly alone: boolean },
  { runner, clock, log }: RunDeps,
): Promise<readonly Turn[]> {
  if (pending.length === 0) return [];
  const startedAt = clock.now();
  const events = pending.map((each) => each.delivery.eventText);
  const results = await runner
    .run({
      program,
      settings,
      destinationId: destination.id,
      subscriptionId: destination.subscriptionId,
      events,
      ...how,
    })
    .catch((error: unknown) => {
      log('runner-failed', {
        destinationId: destination.id,
        deliveries: events.length,
        ...errorFields(error),
      });
      return [];
    });
  const endedAt = clock.now();
  return pending.map((each, index) => ({
    pending: each,
    result: results[index] ?? { kind: 'ran', outcome: RUNNER_FAILED, durationMs: endedAt - startedAt },
    startedAt,
    endedAt,
  }));
}

/** The runner itself broke: no delivery is to blame. */
const RUNNER_FAILED: Outcome = failed('platform_error', 'Cannot run function: the runner failed');
