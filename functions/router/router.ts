import type { Lane } from '../../runtime/contract/delivery.ts';
import type { QueueSender } from '../../runtime/queues/queue-sender.ts';
import type { Registry, RejectedEventStore } from '../../runtime/stores/ports.ts';
import { batchLine } from '../batch-line.ts';
import { batchReport } from '../batch-report.ts';
import type { Log } from '../log.ts';
import { errorFields } from '../log.ts';
import { sendFollowUps } from '../send-follow-ups.ts';
import type { QueueStage } from '../stage.ts';
import type { RouterPlan, TooLarge } from './plan-follow-ups.ts';
import { planFollowUps } from './plan-follow-ups.ts';
import { routeMessage } from './route-message.ts';
import type { Routed } from './routed.ts';

export interface RouterDeps {
  readonly registry: Pick<Registry, 'findSource' | 'listDestinations'>;
  /** The lane that deliveries go by, and its deliveries queue. */
  readonly lane: Lane;
  readonly deliveries: QueueSender;
  /** The router's own queue, for the rest of a large batch. */
  readonly events: QueueSender;
  readonly rejectedEvents: QueueSender;
  /** For rejected texts that are too large for a queue together with their reason. */
  readonly rejectedEventStore: Pick<RejectedEventStore, 'put'>;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The stage behind the events queue: checks events, works out which destinations want them, and sends deliveries on.
 * A message is done when all that follows from it is safely sent or filed.
 */
export function createRouter(deps: RouterDeps): QueueStage {
  return async ({ Records }) => {
    const startedAt = deps.now();
    const unrouted: string[] = [];
    const routing = Records.map(async (record) => {
      try {
        return [await routeMessage(record, deps.registry, startedAt)];
      } catch (error) {
        deps.log('message-unrouted', { recordId: record.messageId, ...errorFields(error) });
        unrouted.push(record.messageId);
        return [];
      }
    });
    const routed = (await Promise.all(routing)).flat();
    const unsettled = await settle(planFollowUps(routed, deps.lane), deps);
    const failedIds = new Set([...unrouted, ...unsettled]);

    const now = deps.now();
    const counts = { ...countRouted(routed), messages: Records.length, failedItems: failedIds.size };
    deps.log('batch', batchLine({ ...counts, durationMs: now - startedAt }, now));
    return batchReport(failedIds);
  };
}

/** @returns the messages that are not done */
async function settle(plan: RouterPlan, deps: RouterDeps): Promise<readonly string[]> {
  const failedIds = await Promise.all([
    sendFollowUps(deps.deliveries, plan.deliveries, deps.log),
    sendFollowUps(deps.events, plan.events, deps.log),
    sendFollowUps(deps.rejectedEvents, plan.rejectedEvents, deps.log),
    ...plan.tooLarge.map((each) => fileDirectly(each, deps)),
  ]);
  return failedIds.flat();
}

async function fileDirectly({ event, recordId }: TooLarge, deps: RouterDeps): Promise<readonly string[]> {
  try {
    await deps.rejectedEventStore.put(event);
    return [];
  } catch (error) {
    deps.log('rejected-event-unfiled', { id: event.id, ...errorFields(error) });
    return [recordId];
  }
}

function countRouted(routed: readonly Routed[]) {
  const count = (of: (each: Routed) => number): number => routed.reduce((sum, each) => sum + of(each), 0);
  return {
    accepted: count((each) => each.accepted),
    rejected: count((each) => each.rejected.length),
    deliveries: count((each) => each.deliveries.length),
    sentOn: count((each) => each.rest.length),
  };
}
