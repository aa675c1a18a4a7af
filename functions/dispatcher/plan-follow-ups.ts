import type { DeliveryShared } from '../../runtime/contract/delivery-message.ts';
import { MAX_DELAY_MS } from '../../runtime/delivery/jitter.ts';
import { nextDelivery } from '../../runtime/delivery/next-delivery.ts';
import type { FollowingDelivery, FollowUp } from '../follow-up.ts';
import { packDeliveries } from '../follow-up.ts';
import type { Verdict } from './verdict.ts';

/** What some verdicts lead to, queue by queue. What is delivered or discarded leads to nothing. */
export interface DispatcherPlan {
  readonly retries: readonly FollowUp[];
  readonly deadLetters: readonly FollowUp[];
}

/** A delivery that travels on, and what it has in common with others of its message. */
interface Following extends FollowingDelivery {
  readonly queue: keyof DispatcherPlan;
  readonly shared: DeliveryShared;
  readonly delayMs: number;
}

/** Works out what is to be sent, and packs together what has the same destination, attempt and delay. */
export function planFollowUps(verdicts: readonly Verdict[]): DispatcherPlan {
  const packs = Map.groupBy(verdicts.flatMap(follow), ({ queue, shared, delayMs }) =>
    JSON.stringify([queue, delayMs, shared]),
  );
  const plan: Record<keyof DispatcherPlan, FollowUp[]> = { retries: [], deadLetters: [] };
  for (const following of packs.values()) {
    const [first] = following;
    if (first === undefined) continue;
    plan[first.queue].push(...packDeliveries(first.shared, following, { delayMs: first.delayMs }));
  }
  return plan;
}

function follow(verdict: Verdict): readonly Following[] {
  const { message, disposition, endedAt, childDied } = verdict;
  if (disposition.kind === 'acknowledge') return [];
  const ended = { attempt: message.attempt, endedAt, childDied };
  const { attempt, delivery } = nextDelivery(verdict.delivery, ended, disposition);
  const { recordId, lane, destinationId } = message;
  const shared = { lane, destinationId, attempt, notBefore: null };
  if (disposition.kind === 'dead-letter') {
    return [{ queue: 'deadLetters', shared, delayMs: 0, delivery, recordId }];
  }
  const { delayMs } = disposition;
  const [sentMs, notBefore] = delayMs > MAX_DELAY_MS ? [MAX_DELAY_MS, endedAt + delayMs] : [delayMs, null];
  return [{ queue: 'retries', shared: { ...shared, notBefore }, delayMs: sentMs, delivery, recordId }];
}
