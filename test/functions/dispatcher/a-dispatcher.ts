import type { SQSRecord } from 'aws-lambda';
import { createDispatcher } from '../../../functions/dispatcher/dispatcher.ts';
import type { Delivery } from '../../../runtime/contract/delivery.ts';
import type { DeliveryShared } from '../../../runtime/contract/delivery-message.ts';
import { encodeDeliveries, parseDeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import type { Settings } from '../../../runtime/contract/destination.ts';
import type { Program } from '../../../runtime/contract/program.ts';
import {
  aDelivery,
  aDestination,
  anEvent,
  anSqsEvent,
  aProgram,
  aRecord,
  aShared,
  aSubscription,
  NOON,
} from '../../support/builders.ts';
import { FakeQueue } from '../../support/fake-queue.ts';
import { FakeRegistry } from '../../support/fake-registry.ts';
import type { Script } from '../../support/fake-runner.ts';
import { FakeRunner } from '../../support/fake-runner.ts';
import { invocation } from '../../support/invocation.ts';
import { keptLog } from '../../support/kept-log.ts';

/** A dispatcher of one destination among fakes, at a moment that stands still. */
export function aDispatcher() {
  const registry = new FakeRegistry();
  registry.destinations.push(aDestination());
  registry.subscriptions.push(aSubscription());
  const programs = { get: async (): Promise<Program | null> => aProgram() };
  const vault = { open: async (): Promise<Settings> => ({ apiKey: 's3cret' }) };
  const [runner, queues] = [new FakeRunner(), { retries: new FakeQueue(), deadLetters: new FakeQueue() }];
  const { log, lines } = keptLog();
  const clock = { now: () => NOON, monotonic: () => 1_000 };
  const budgets = { budgetMs: 60_000, reserveMs: 40_000, maxDestinationsAtOnce: 4 };
  const deps = { registry, programs, vault, runner, ...queues, log, clock, random: () => 0.5 };
  const dispatcher = createDispatcher({ ...deps, ...budgets });
  return {
    ...deps,
    lines,
    dispatcher,
    /** @returns the ids of the messages that failed */
    dispatch: async (...records: readonly SQSRecord[]): Promise<readonly string[]> => {
      const { batchItemFailures } = await dispatcher(anSqsEvent(...records), invocation);
      return batchItemFailures.map((each) => each.itemIdentifier);
    },
    /** Has events of these names end so, and all others be delivered. */
    script: (outcomes: Readonly<Record<string, ReturnType<Script>>>): void => {
      runner.script = ({ name }) => outcomes[String(name)] ?? { kind: 'delivered' };
    },
    sentTo: (queue: keyof typeof queues) =>
      queues[queue].sent.map(({ body, attribute, groupId, delayMs }) => {
        const message = parseDeliveryMessage(body, attribute);
        const ids = message.deliveries.map((each) => each.id);
        return Object.assign(message, { ids, groupId, delayMs });
      }),
    batchCounts: (): unknown => lines.find((each) => each.event === 'batch')?.fields,
  };
}

interface MessageParts extends Partial<DeliveryShared> {
  readonly messageId?: string;
  readonly receiveCount?: number;
}

/** A delivery message as Lambda hands it over. */
export function aMessage(deliveries: readonly Delivery[], parts: MessageParts = {}): SQSRecord {
  const { messageId = 'sqs-1', receiveCount = 1, ...shared } = parts;
  const [encoded] = encodeDeliveries(aShared(shared), deliveries);
  if (encoded === undefined) throw new Error('no deliveries');
  return aRecord(encoded.body, { attribute: encoded.attribute, messageId, receiveCount });
}

/** A delivery whose event is known by its name, which scripts go by. */
export function named(name: string, more: Partial<Delivery> = {}): Delivery {
  return aDelivery({ id: name, messageId: name, eventText: JSON.stringify(anEvent({ name })), ...more });
}
