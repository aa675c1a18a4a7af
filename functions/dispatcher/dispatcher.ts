import type { QueueSender } from '../../runtime/queues/queue-sender.ts';
import type { Runner } from '../../runtime/runner/runner.ts';
import { batchLine } from '../batch-line.ts';
import { batchReport } from '../batch-report.ts';
import { errorFields } from '../log.ts';
import { sendFollowUps } from '../send-follow-ups.ts';
import { sideBySide } from '../side-by-side.ts';
import type { QueueStage } from '../stage.ts';
import { countCodes, countVerdicts } from './count-verdicts.ts';
import { dispatchDestination } from './dispatch-destination.ts';
import { postponeUncounted } from './judge.ts';
import type { LoadDeps } from './load-destination.ts';
import { logFailures } from './log-failures.ts';
import type { ReceivedMessage } from './pending.ts';
import { pendingOf } from './pending.ts';
import type { DispatcherPlan } from './plan-follow-ups.ts';
import { planFollowUps } from './plan-follow-ups.ts';
import { readMessages } from './read-messages.ts';
import type { RunDeps } from './run-deliveries.ts';
import type { Verdict } from './verdict.ts';

export interface DispatcherDeps extends LoadDeps, RunDeps {
  readonly runner: Pick<Runner, 'run' | 'rest'>;
  readonly retries: QueueSender;
  readonly deadLetters: QueueSender;
  /** From 0 to 1. */
  readonly random: () => number;
  /** From the start of an invocation until no further call of a handler begins, in milliseconds. */
  readonly budgetMs: number;
  /** What must be left of an invocation for the longest call to end and its outcome to be settled, in milliseconds. */
  readonly reserveMs: number;
  readonly maxDestinationsAtOnce: number;
}

/**
 * The stage behind a lane's two queues. For a message: parse → load destination, settings and program → run the
 * deliveries → outcomes. For each of them: outcome → decide → disposition → settle → batch report.
 * A message is done when all that follows from its deliveries is safely sent.
 */
export function createDispatcher(deps: DispatcherDeps): QueueStage {
  const { clock, log, random } = deps;
  return async ({ Records }, invocation) => {
    const startedAt = clock.now();
    const leftMs = invocation.getRemainingTimeInMillis() - deps.reserveMs;
    const startBefore = clock.monotonic() + Math.min(deps.budgetMs, leftMs);

    const { messages, unreadableIds } = readMessages(Records, { now: startedAt, random, log });
    const { verdicts, undispatchedIds } = await dispatch(messages, startedAt, startBefore, deps);
    // The runner rests meanwhile: nothing that is sent now goes through it.
    const [, unsettledIds] = await Promise.all([rest(deps), settle(planFollowUps(verdicts), deps)]);

    const failedIds = new Set([...unreadableIds, ...undispatchedIds, ...unsettledIds]);
    logFailures(verdicts, log);
    const now = clock.now();
    const counts = { ...countVerdicts(verdicts), messages: Records.length, failedItems: failedIds.size };
    log('batch', batchLine({ ...counts, durationMs: now - startedAt }, now, { codes: countCodes(verdicts) }));
    return batchReport(failedIds);
  };
}

interface Dispatched {
  readonly verdicts: readonly Verdict[];
  /** The messages of destinations that could not be loaded: no attempt is counted, they are received again. */
  readonly undispatchedIds: readonly string[];
}

/** Runs the messages of a destination together, and destinations side by side. */
async function dispatch(
  messages: readonly ReceivedMessage[],
  now: number,
  startBefore: number,
  deps: DispatcherDeps,
): Promise<Dispatched> {
  const early = messages.filter((each) => waitMs(each, now) > 0);
  const due = Map.groupBy(
    messages.filter((each) => waitMs(each, now) === 0),
    (each) => each.destinationId,
  );
  const undispatchedIds: string[] = [];
  const run = async ([destinationId, group]: readonly [string, readonly ReceivedMessage[]]) => {
    try {
      return await dispatchDestination(destinationId, group, startBefore, deps);
    } catch (error) {
      deps.log('destination-unloaded', { destinationId, messages: group.length, ...errorFields(error) });
      undispatchedIds.push(...group.map((each) => each.recordId));
      return [];
    }
  };
  const ran = await sideBySide([...due], deps.maxDestinationsAtOnce, run);
  const waiting = pendingOf(early).map((each) => postponeUncounted(each, waitMs(each.message, now), now));
  return { verdicts: [...waiting, ...ran.flat()], undispatchedIds };
}

/** What is left of a message's wait: SQS alone can't delay one for as long as some are to wait. */
function waitMs({ notBefore }: ReceivedMessage, now: number): number {
  return Math.max((notBefore ?? now) - now, 0);
}

/** @returns the messages that are not done */
async function settle(
  { retries, deadLetters }: DispatcherPlan,
  deps: DispatcherDeps,
): Promise<readonly string[]> {
  const failedIds = await Promise.all([
    sendFollowUps(deps.retries, retries, deps.log),
    sendFollowUps(deps.deadLetters, deadLetters, deps.log),
  ]);
  return failedIds.flat();
}

/** What the runner leaves open is no reason to do the batch again. */
async function rest({ runner, log }: DispatcherDeps): Promise<void> {
  try {
    await runner.rest();
  } catch (error) {
    log('runner-restless', errorFields(error));
  }
}
