import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { createDispatcher } from '../../../functions/dispatcher/dispatcher.ts';
import type { Delivery } from '../../../runtime/contract/delivery.ts';
import type { DeliveryShared } from '../../../runtime/contract/delivery-message.ts';
import { encodeDeliveries, parseDeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import type { Settings } from '../../../runtime/contract/destination.ts';
import { failed } from '../../../runtime/contract/outcome.ts';
import type { Program } from '../../../runtime/contract/program.ts';
import { DEFAULT_RETRY_POLICY } from '../../../runtime/contract/retry-policy.ts';
import { BrokenError } from '../../../runtime/stores/broken-error.ts';
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
import { FakeRunner } from '../../support/fake-runner.ts';
import { invocation } from '../../support/invocation.ts';
import { keptLog } from '../../support/kept-log.ts';

const outage = new Error('the service can’t be asked');
const broken = new BrokenError('read it', 'it is not as it was stored');

function aStage() {
  const registry = new FakeRegistry();
  registry.destinations.push(aDestination());
  registry.subscriptions.push(aSubscription());
  const programs = { get: async (): Promise<Program | null> => aProgram() };
  const vault = { open: async (): Promise<Settings> => ({ apiKey: 's3cret' }) };
  const [runner, retries, deadLetters] = [new FakeRunner(), new FakeQueue(), new FakeQueue()];
  const { log, lines } = keptLog();
  const clock = { now: () => NOON, monotonic: () => 1_000 };
  const budgets = { budgetMs: 60_000, reserveMs: 40_000, maxDestinationsAtOnce: 4 };
  const deps = { registry, programs, vault, runner, retries, deadLetters, log, clock, random: () => 0.5 };
  const dispatcher = createDispatcher({ ...deps, ...budgets });
  const dispatch = async (...records: readonly SQSRecord[]): Promise<readonly string[]> => {
    const { batchItemFailures } = await dispatcher(anSqsEvent(...records), invocation);
    return batchItemFailures.map((each) => each.itemIdentifier);
  };
  return { ...deps, lines, dispatcher, dispatch };
}

let stage = aStage();
beforeEach(() => {
  stage = aStage();
});

interface MessageParts extends Partial<DeliveryShared> {
  readonly messageId?: string;
  readonly receiveCount?: number;
}

/** A delivery message as Lambda hands it over. */
function aMessage(deliveries: readonly Delivery[], parts: MessageParts = {}): SQSRecord {
  const { messageId = 'sqs-1', receiveCount = 1, ...shared } = parts;
  const [encoded] = encodeDeliveries(aShared(shared), deliveries);
  if (encoded === undefined) throw new Error('no deliveries');
  return aRecord(encoded.body, { attribute: encoded.attribute, messageId, receiveCount });
}

/** A delivery whose event is known by its name, which the scripts go by. */
function named(name: string, more: Partial<Delivery> = {}): Delivery {
  return aDelivery({ id: name, messageId: name, eventText: JSON.stringify(anEvent({ name })), ...more });
}

function script(outcomes: Readonly<Record<string, ReturnType<FakeRunner['script']>>>): void {
  stage.runner.script = ({ name }) => outcomes[String(name)] ?? { kind: 'delivered' };
}

function sentTo(queue: 'retries' | 'deadLetters') {
  return stage[queue].sent.map(({ body, attribute, groupId, delayMs }) => {
    const message = parseDeliveryMessage(body, attribute);
    return { ...message, ids: message.deliveries.map((each) => each.id), groupId, delayMs };
  });
}

function batchCounts(): unknown {
  return stage.lines.find((each) => each.event === 'batch')?.fields;
}

describe('the dispatcher', () => {
  test('runs the deliveries of a message with its destination’s program and settings', async () => {
    expect(await stage.dispatch(aMessage([named('a'), named('b')]))).toEqual([]);
    expect(stage.runner.jobs).toEqual([
      {
        program: aProgram(),
        destinationId: 'dst_acme',
        settings: { apiKey: 's3cret' },
        events: [named('a').eventText, named('b').eventText],
        startBefore: 61_000,
        alone: false,
      },
    ]);
    expect([...stage.retries.sent, ...stage.deadLetters.sent]).toEqual([]);
    expect(stage.runner.rests).toBe(1);
  });

  test('runs the messages of one destination together, and those of another apart', async () => {
    stage.registry.destinations.push(aDestination({ id: 'dst_beta' }));
    await stage.dispatch(
      aMessage([named('a')], { messageId: '1' }),
      aMessage([named('b')], { messageId: '2', destinationId: 'dst_beta' }),
      aMessage([named('c')], { messageId: '3', attempt: 4 }),
    );
    expect(stage.runner.jobs.map((each) => [each.destinationId, each.events.length])).toEqual([
      ['dst_acme', 2],
      ['dst_beta', 1],
    ]);
  });

  test('runs as many destinations side by side as it may, and no more', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `dst_${index}`);
    stage.registry.destinations.push(...ids.map((id) => aDestination({ id })));
    let [running, most] = [0, 0];
    stage.vault.open = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return {};
    };
    await stage.dispatch(
      ...ids.map((destinationId) => aMessage([named('a')], { messageId: destinationId, destinationId })),
    );
    expect(most).toBe(4);
    expect(stage.runner.jobs).toHaveLength(10);
  });

  test('never parses an event', async () => {
    stage.runner.run = async ({ events }) => events.map(() => ({ kind: 'not-started' }));
    await stage.dispatch(aMessage([aDelivery({ eventText: 'this is no JSON' })]));
    expect(sentTo('retries')[0]?.deliveries[0]?.eventText).toBe('this is no JSON');
  });

  test('starts nothing so late that it could not be settled before Lambda ends the process', async () => {
    await stage.dispatcher(anSqsEvent(aMessage([named('a')])), { getRemainingTimeInMillis: () => 45_000 });
    expect(stage.runner.jobs[0]?.startBefore).toBe(6_000);
  });

  test.each([
    ['a message that was received before', { receiveCount: 2 }, {}],
    ['a delivery that ended its process before', {}, { childDeaths: 1 }],
  ])('runs %s alone, after those that nobody suspects', async (_, parts, more) => {
    await stage.dispatch(
      aMessage([named('suspect', more)], { messageId: 'old', ...parts }),
      aMessage([named('new')], { messageId: 'new' }),
    );
    expect(stage.runner.jobs.map((each) => [each.alone, each.events])).toEqual([
      [false, [named('new').eventText]],
      [true, [named('suspect').eventText]],
    ]);
  });
});

describe('the dispatcher, when attempts fail,', () => {
  test('sends a delivery to be tried again with its attempt counted, and the others of its message not', async () => {
    script({ bad: failed('retry', 'partner answered 503') });
    expect(await stage.dispatch(aMessage([named('good'), named('bad')]))).toEqual([]);
    expect(sentTo('retries')).toEqual([
      expect.objectContaining({
        lane: 'stream',
        destinationId: 'dst_acme',
        groupId: 'dst_acme',
        attempt: 2,
        notBefore: null,
        delayMs: 10_000,
        deliveries: [
          named('bad', {
            firstAttemptAt: NOON,
            history: [{ attempt: 1, at: NOON, code: 'retry', message: 'partner answered 503' }],
          }),
        ],
      }),
    ]);
  });

  test('packs what has the same attempt and delay together, also from different messages', async () => {
    script({
      a: failed('retry', ''),
      b: failed('network_error', ''),
      c: failed('retry', '', { retryAfterMs: 60_000 }),
      d: failed('retry', ''),
    });
    await stage.dispatch(
      aMessage([named('a'), named('c')], { messageId: '1' }),
      aMessage([named('b')], { messageId: '2' }),
      aMessage([named('d')], { messageId: '3', attempt: 2 }),
    );
    expect(sentTo('retries').map((each) => [each.attempt, each.delayMs, each.ids])).toEqual([
      [2, 10_000, ['a', 'b']],
      [2, 60_000, ['c']],
      [3, 20_000, ['d']],
    ]);
  });

  test('delays by whole seconds, so that what SQS delays alike travels together', async () => {
    stage.registry.destinations[0] = aDestination({
      retry: { ...DEFAULT_RETRY_POLICY, firstDelayMs: 1_001 },
    });
    script({ a: failed('retry', ''), b: failed('retry', '', { retryAfterMs: 1_700 }) });
    await stage.dispatch(aMessage([named('a'), named('b')]));
    expect(sentTo('retries').map((each) => [each.delayMs, each.ids])).toEqual([[2_000, ['a', 'b']]]);
  });

  test.each(['filtered', 'message_rejected', 'unsupported_event_type'] as const)(
    'discards what ends in %s, and counts it',
    async (code) => {
      script({ a: failed(code, '') });
      expect(await stage.dispatch(aMessage([named('a'), named('b')]))).toEqual([]);
      expect([...stage.retries.sent, ...stage.deadLetters.sent]).toEqual([]);
      expect(batchCounts()).toMatchObject({ delivered: 1, discarded: 1, codes: { [code]: 1 } });
    },
  );

  test('gives up what can’t succeed, with its reason last in its history', async () => {
    script({ a: failed('bad_request', 'x'.repeat(1_000)) });
    const before = [{ attempt: 1, at: NOON - 10_000, code: 'retry', message: 'busy' }] as const;
    await stage.dispatch(
      aMessage([named('a', { firstAttemptAt: NOON - 10_000, history: before })], { attempt: 2 }),
    );
    expect(sentTo('deadLetters')).toMatchObject([
      {
        attempt: 2,
        groupId: 'dst_acme',
        deliveries: [
          {
            id: 'a',
            history: [...before, { attempt: 2, at: NOON, code: 'bad_request', message: 'x'.repeat(200) }],
          },
        ],
      },
    ]);
  });

  test('gives up what came too late to be tried again, without running it', async () => {
    const firstAttemptAt = NOON - DEFAULT_RETRY_POLICY.windowMs - 1;
    const history = [{ attempt: 1, at: firstAttemptAt, code: 'retry', message: 'busy' }] as const;
    await stage.dispatch(
      aMessage([named('late', { firstAttemptAt, history }), named('new')], { attempt: 2 }),
    );
    expect(stage.runner.jobs.map((each) => each.events)).toEqual([[named('new').eventText]]);
    expect(sentTo('deadLetters')[0]?.deliveries[0]?.history.at(-1)).toEqual({
      attempt: 1,
      at: NOON,
      code: 'expired',
      message: 'The retry window is over, the last attempt ended in retry: busy',
    });
  });

  test('counts the deaths of a delivery’s process, and gives it up at the second', async () => {
    script({ deadly: failed('memory_limit_exceeded', 'process ended', { childDied: true }) });
    await stage.dispatch(aMessage([named('deadly')]));
    const [again] = sentTo('retries');
    expect(again?.deliveries).toMatchObject([{ id: 'deadly', childDeaths: 1 }]);
    await stage.dispatch(aMessage(again?.deliveries ?? [], { attempt: 2 }));
    expect(stage.runner.jobs.at(-1)?.alone).toBe(true);
    expect(sentTo('deadLetters')[0]?.deliveries[0]?.history.at(-1)?.code).toBe('quarantined');
    const logged = stage.lines.filter((each) => each.event === 'attempt-failed');
    expect(logged.map((each) => each.fields['code'])).toEqual(['memory_limit_exceeded', 'quarantined']);
  });

  test('sends on what the budget left no time for, its attempt uncounted', async () => {
    script({ slow: 'not-started' });
    expect(await stage.dispatch(aMessage([named('slow'), named('a')], { attempt: 3 }))).toEqual([]);
    expect(sentTo('retries')).toMatchObject([{ attempt: 3, delayMs: 1_000, deliveries: [named('slow')] }]);
    expect(batchCounts()).toMatchObject({ delivered: 1, postponed: 1, codes: {} });
  });

  test('logs a line for each failed attempt, and none holds what the partner said', async () => {
    script({ a: failed('retry', 'card 4111 refused') });
    await stage.dispatch(aMessage([named('a'), named('b')]));
    expect(stage.lines.filter((each) => each.event === 'attempt-failed').map((each) => each.fields)).toEqual([
      {
        destinationId: 'dst_acme',
        deliveryId: 'a',
        messageId: 'a',
        attempt: 1,
        code: 'retry',
        disposition: 'retry',
        delayMs: 10_000,
        durationMs: 5,
      },
    ]);
    expect(JSON.stringify(stage.lines)).not.toMatch(/4111|s3cret|Order Completed/);
  });

  test('logs one line a batch that is its metrics too', async () => {
    script({
      a: failed('retry', ''),
      b: failed('filtered', ''),
      c: failed('bad_request', ''),
      d: 'not-started',
    });
    await stage.dispatch(aMessage(['a', 'b', 'c', 'd', 'e'].map((name) => named(name))));
    const fields = batchCounts();
    expect(fields).toMatchObject({
      messages: 1,
      deliveries: 5,
      delivered: 1,
      discarded: 1,
      retried: 1,
      postponed: 1,
      deadLettered: 1,
      failedItems: 0,
      durationMs: 0,
      codes: { retry: 1, filtered: 1, bad_request: 1 },
      _aws: { CloudWatchMetrics: [{ Namespace: 'Sluice', Dimensions: [['stage']] }] },
    });
  });
});

describe('the dispatcher, given a message that waits for longer than SQS can delay,', () => {
  test('sends it again with the rest of its wait, without running it', async () => {
    const notBefore = NOON + 2_000_000;
    expect(await stage.dispatch(aMessage([named('a')], { attempt: 3, notBefore }))).toEqual([]);
    expect(stage.runner.jobs).toEqual([]);
    expect(sentTo('retries')).toMatchObject([
      { attempt: 3, notBefore, delayMs: 900_000, deliveries: [named('a')] },
    ]);
  });

  test('lets SQS delay the last of it', async () => {
    await stage.dispatch(aMessage([named('a')], { notBefore: NOON + 5_500 }));
    expect(sentTo('retries')).toMatchObject([{ notBefore: null, delayMs: 6_000 }]);
  });

  test('runs it when its time has come', async () => {
    await stage.dispatch(aMessage([named('a')], { notBefore: NOON }));
    expect(stage.runner.jobs).toHaveLength(1);
  });
});

describe('the dispatcher, given a destination that can’t be run,', () => {
  test.each([
    ['was deleted', () => stage.registry.destinations.splice(0)],
    ['is disabled', () => stage.registry.destinations.splice(0, 1, aDestination({ enabled: false }))],
  ])('discards its deliveries when it %s, and counts them', async (_, change) => {
    change();
    expect(await stage.dispatch(aMessage([named('a'), named('b')]))).toEqual([]);
    expect(stage.runner.jobs).toEqual([]);
    expect([...stage.retries.sent, ...stage.deadLetters.sent]).toEqual([]);
    expect(batchCounts()).toMatchObject({ discarded: 2, codes: { destination_disabled: 2 } });
  });

  test.each([
    [
      'nothing is published',
      () => stage.registry.subscriptions.splice(0),
      'Cannot load function: none is published',
    ],
    [
      'its program is not there',
      () => {
        stage.programs.get = async () => null;
      },
      'Cannot load function: version 1 is not stored any more',
    ],
    [
      'its program is broken',
      () => {
        stage.programs.get = async () => {
          throw broken;
        };
      },
      'Cannot load function: version 1 is broken where it is stored',
    ],
  ])('tries again later when %s: a mended version may come', async (_, change, message) => {
    change();
    expect(await stage.dispatch(aMessage([named('a')]))).toEqual([]);
    expect(sentTo('retries')).toMatchObject([
      { attempt: 2, deliveries: [{ history: [{ attempt: 1, code: 'invalid_function', message }] }] },
    ]);
  });

  test('counts no attempt when its settings are not as they were sealed: that is ours to mend', async () => {
    stage.vault.open = async () => {
      throw broken;
    };
    expect(await stage.dispatch(aMessage([named('a')]))).toEqual([]);
    expect(sentTo('retries')).toMatchObject([
      { attempt: 1, delayMs: 10_000, deliveries: [{ history: [], windowExtensionMs: 10_000 }] },
    ]);
  });

  test('counts no attempt when the runner itself fails, and goes on with other destinations', async () => {
    stage.registry.destinations.push(aDestination({ id: 'dst_beta' }));
    const run = stage.runner.run.bind(stage.runner);
    stage.runner.run = async (job) => {
      if (job.destinationId === 'dst_acme') throw new Error('no child');
      return run(job);
    };
    const beta = aMessage([named('b')], { messageId: 'beta', destinationId: 'dst_beta' });
    expect(await stage.dispatch(aMessage([named('a')]), beta)).toEqual([]);
    expect(sentTo('retries')).toMatchObject([
      { attempt: 1, deliveries: [{ id: 'a', history: [], firstAttemptAt: null }] },
    ]);
    expect(batchCounts()).toMatchObject({ delivered: 1, postponed: 1, codes: { platform_error: 1 } });
  });

  test('postpones a delivery that the runner gave no result for', async () => {
    stage.runner.run = async () => [{ kind: 'ran', outcome: { kind: 'delivered' }, durationMs: 1 }];
    await stage.dispatch(aMessage([named('a'), named('forgotten')]));
    expect(sentTo('retries').map((each) => [each.attempt, each.ids])).toEqual([[1, ['forgotten']]]);
  });
});

describe('the dispatcher, when a service fails,', () => {
  test.each([
    ['the destination', () => stage.registry.failures.set('dst_acme', outage)],
    ['the subscription', () => stage.registry.failures.set('sub_acme', outage)],
    [
      'the program',
      () => {
        stage.programs.get = async () => {
          throw outage;
        };
      },
    ],
    [
      'the settings',
      () => {
        stage.vault.open = async () => {
          throw outage;
        };
      },
    ],
  ])(
    'fails the messages of a destination when it can’t load %s, and counts no attempt',
    async (_, change) => {
      change();
      expect(await stage.dispatch(aMessage([named('a')]))).toEqual(['sqs-1']);
      expect([...stage.retries.sent, ...stage.deadLetters.sent]).toEqual([]);
      expect(batchCounts()).toMatchObject({ deliveries: 0, failedItems: 1 });
    },
  );

  test('goes on with the destinations that it can load', async () => {
    stage.registry.failures.set('dst_beta', outage);
    const beta = aMessage([named('b')], { messageId: 'beta', destinationId: 'dst_beta' });
    expect(await stage.dispatch(aMessage([named('a')]), beta)).toEqual(['beta']);
    expect(stage.runner.jobs.map((each) => each.destinationId)).toEqual(['dst_acme']);
  });

  test('fails each message that something unsent follows from, and no other', async () => {
    script({
      a: failed('retry', ''),
      b: failed('retry', ''),
      c: failed('bad_request', ''),
      d: failed('bad_request', ''),
    });
    stage.retries.refuses = () => true;
    expect(
      await stage.dispatch(
        aMessage([named('a'), named('good')], { messageId: '1' }),
        aMessage([named('b')], { messageId: '2', attempt: 2 }),
        aMessage([named('c')], { messageId: '3' }),
        aMessage([named('good')], { messageId: '4' }),
      ),
    ).toEqual(['1', '2']);
    expect(sentTo('deadLetters').map((each) => each.ids)).toEqual([['c']]);
  });

  test('fails one message of two when one of two packs is refused', async () => {
    script({ a: failed('retry', ''), b: failed('retry', '') });
    stage.retries.refuses = ({ delayMs }) => delayMs === 20_000;
    expect(
      await stage.dispatch(
        aMessage([named('a')], { messageId: '1' }),
        aMessage([named('b')], { messageId: '2', attempt: 2 }),
      ),
    ).toEqual(['2']);
  });

  test.each(['retries', 'deadLetters'] as const)(
    'fails the message when %s can’t be reached',
    async (queue) => {
      script({ a: failed(queue === 'retries' ? 'retry' : 'bad_request', '') });
      stage[queue].failure = outage;
      expect(await stage.dispatch(aMessage([named('a')]))).toEqual(['sqs-1']);
    },
  );

  test('fails a message that is none, and goes on with the others', async () => {
    expect(await stage.dispatch(aRecord('hush', { messageId: 'odd' }), aMessage([named('a')]))).toEqual([
      'odd',
    ]);
    expect(stage.runner.jobs).toHaveLength(1);
    expect(JSON.stringify(stage.lines)).not.toContain('hush');
  });

  test('does no batch again because the runner could not come to rest', async () => {
    stage.runner.rest = async () => {
      throw broken;
    };
    expect(await stage.dispatch(aMessage([named('a')]))).toEqual([]);
  });
});
