import { describe, expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { createDispatcher } from '../../../functions/dispatcher/dispatcher.ts';
import { packDeliveries } from '../../../functions/follow-up.ts';
import { parseDeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import { isDeadLettered } from '../../../runtime/contract/failure-codes.ts';
import type { Outcome } from '../../../runtime/contract/outcome.ts';
import { DELIVERED, failed } from '../../../runtime/contract/outcome.ts';
import type { OutgoingMessage } from '../../../runtime/queues/queue-sender.ts';
import { anyCode } from '../../support/arbitraries.ts';
import {
  aDelivery,
  aDestination,
  anSqsEvent,
  aProgram,
  aRecord,
  aShared,
  aSubscription,
  NOON,
} from '../../support/builders.ts';
import { FakeQueue } from '../../support/fake-queue.ts';
import { FakeRegistry } from '../../support/fake-registry.ts';
import { FakeRunner } from '../../support/fake-runner.ts';
import { invocation } from '../../support/invocation.ts';

/** Faults stop after so many rounds; then everything must come to its end. */
const ROUNDS_OF_FAULT = 6;
const MAX_ROUNDS = 200;

const anyOutcome = fc.oneof(
  fc.constant(DELIVERED),
  fc.constant('not-started' as const),
  anyCode().map((code) => failed(code, 'why')),
  fc.constant(failed('memory_limit_exceeded', 'ended its process', { childDied: true })),
);
/** How the tries at one delivery go, in order; those after it succeed. */
const anyLife = fc.record({
  destination: fc.constantFrom('dst_a', 'dst_b', 'dst_gone'),
  outcomes: fc.array(anyOutcome, { maxLength: 6 }),
});
/** Which of the things that can fail do, one after the other: as they are asked for. */
const anyFaults = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 });

type End = 'delivered' | 'discarded' | 'kept';

describe('the dispatcher, whatever fails,', () => {
  test('brings every delivery to an end: delivered, discarded for a code that is not kept, or kept', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLife, { minLength: 1, maxLength: 30 }),
        anyFaults,
        async (lives, faults) => {
          const ends = await dispatchAll(lives, faults);
          for (const [index, { destination, outcomes }] of lives.entries()) {
            const end = ends.get(`d${index}`);
            // What is gone is discarded without being run.
            if (destination === 'dst_gone') expect(end).toBeUndefined();
            else expect(end).toBeDefined();
            if (end?.has('discarded')) expect(outcomes.some(isDiscarded)).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

function isDiscarded(outcome: Outcome | 'not-started'): boolean {
  return outcome !== 'not-started' && outcome.kind === 'failed' && !isDeadLettered(outcome.code);
}

/** Runs the dispatcher until its queues are empty, and says how each delivery ended. */
async function dispatchAll(
  lives: readonly { readonly destination: string; readonly outcomes: readonly (Outcome | 'not-started')[] }[],
  faults: readonly boolean[],
): Promise<ReadonlyMap<string, ReadonlySet<End>>> {
  const ends = new Map<string, Set<End>>();
  const end = (id: string, how: End): void => void ends.set(id, (ends.get(id) ?? new Set()).add(how));
  let [round, asked] = [0, 0];
  const isFaulty = (): boolean => round < ROUNDS_OF_FAULT && faults[asked++ % faults.length] === true;

  const registry = new FakeRegistry();
  registry.subscriptions.push(aSubscription());
  registry.destinations.push(aDestination({ id: 'dst_a' }), aDestination({ id: 'dst_b' }));
  const [retries, deadLetters, runner] = [new FakeQueue(), new FakeQueue(), new FakeRunner()];
  retries.refuses = deadLetters.refuses = isFaulty;
  const left = lives.map((life) => [...life.outcomes]);
  runner.script = ({ n }) => {
    const outcome = left[Number(n)]?.shift() ?? DELIVERED;
    if (outcome === DELIVERED) end(`d${Number(n)}`, 'delivered');
    else if (isDiscarded(outcome)) end(`d${Number(n)}`, 'discarded');
    return outcome;
  };
  const dispatcher = createDispatcher({
    registry,
    programs: {
      get: async () => {
        if (isFaulty()) throw new Error('out');
        return aProgram();
      },
    },
    vault: { open: async () => ({}) },
    runner,
    retries,
    deadLetters,
    log: () => {},
    clock: { now: () => NOON, monotonic: () => 0 },
    random: () => 0.5,
    budgetMs: 60_000,
    reserveMs: 40_000,
    maxDestinationsAtOnce: 2,
  });

  let waiting = firstMessages(lives.map((each) => each.destination)).map(toRecord(0));
  while (waiting.length > 0 && round < MAX_ROUNDS) {
    const { batchItemFailures } = await dispatcher(anSqsEvent(...waiting), invocation);
    round += 1;
    const failedIds = new Set(batchItemFailures.map((each) => each.itemIdentifier));
    const again = waiting.filter((each) => failedIds.has(each.messageId)).map(receivedAgain);
    waiting = [...again, ...retries.sent.splice(0).map(toRecord(round))];
  }
  for (const { body, attribute } of deadLetters.sent) {
    for (const { id } of parseDeliveryMessage(body, attribute).deliveries) end(id, 'kept');
  }
  expect(waiting).toEqual([]);
  return ends;
}

function firstMessages(destinations: readonly string[]): readonly OutgoingMessage[] {
  const following = destinations.map((destination, n) => ({
    destination,
    recordId: '',
    delivery: aDelivery({ id: `d${n}`, messageId: `m${n}`, eventText: JSON.stringify({ n }) }),
  }));
  return Array.from(Map.groupBy(following, (each) => each.destination)).flatMap(([destinationId, group]) =>
    packDeliveries(aShared({ destinationId }), group).map((each) => each.message),
  );
}

function toRecord(round: number): (message: OutgoingMessage, index: number) => SQSRecord {
  return ({ body, attribute = '' }, index) => aRecord(body, { attribute, messageId: `${round}-${index}` });
}

function receivedAgain(record: SQSRecord): SQSRecord {
  const ApproximateReceiveCount = String(Number(record.attributes.ApproximateReceiveCount) + 1);
  return { ...record, attributes: { ...record.attributes, ApproximateReceiveCount } };
}
