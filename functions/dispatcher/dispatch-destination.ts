import { isExpired } from '../../runtime/delivery/deadlines.ts';
import type { LoadDeps } from './load-destination.ts';
import { loadDestination } from './load-destination.ts';
import { discardDisabled, giveUpExpired, judgeTurn, judgeUnusable } from './judge.ts';
import type { ReceivedMessage } from './pending.ts';
import { pendingOf } from './pending.ts';
import type { RunDeps } from './run-deliveries.ts';
import { runDeliveries } from './run-deliveries.ts';
import type { Verdict } from './verdict.ts';

/**
 * Takes messages of one destination from load to verdict: load destination, settings and program → run what is not
 * expired → decide about each outcome.
 *
 * @param startBefore on the monotonic clock, in milliseconds
 * @throws when a service can't be reached that the destination is loaded from
 */
export async function dispatchDestination(
  destinationId: string,
  messages: readonly ReceivedMessage[],
  startBefore: number,
  deps: LoadDeps & RunDeps,
): Promise<readonly Verdict[]> {
  const loaded = await loadDestination(destinationId, deps);
  const now = deps.clock.now();
  const pending = pendingOf(messages);
  if (loaded.kind === 'gone') return pending.map((each) => discardDisabled(each, now));

  const policy = loaded.destination.retry;
  const expired = pending.filter(({ delivery }) => isExpired(delivery, policy, now));
  const timely = pending.filter(({ delivery }) => !isExpired(delivery, policy, now));
  const verdicts =
    loaded.kind === 'unusable'
      ? timely.map((each) => judgeUnusable(each, loaded.outcome, policy, now))
      : (await runDeliveries(loaded, timely, startBefore, deps)).map((turn) => judgeTurn(turn, policy));
  return [...expired.map((each) => giveUpExpired(each, now)), ...verdicts];
}
