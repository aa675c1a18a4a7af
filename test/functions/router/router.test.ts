import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { createRouter } from '../../../functions/router/router.ts';
import type { DeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import { parseDeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import type { RejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import { parseRejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import type { OutgoingMessage } from '../../../runtime/queues/queue-sender.ts';
import type { RecordParts } from '../../support/builders.ts';
import { aDestination, anEvent, anSqsEvent, aRecord, aSource, NOON } from '../../support/builders.ts';
import { FakeQueue } from '../../support/fake-queue.ts';
import { FakeRegistry } from '../../support/fake-registry.ts';
import { invocation } from '../../support/invocation.ts';
import { keptLog } from '../../support/kept-log.ts';

function aStage() {
  const registry = new FakeRegistry();
  registry.sources.push(aSource());
  registry.destinations.push(aDestination());
  const queues = { deliveries: new FakeQueue(), events: new FakeQueue(), rejectedEvents: new FakeQueue() };
  const filed: RejectedEvent[] = [];
  const rejectedEventStore = { put: async (event: RejectedEvent) => void filed.push(event) };
  const { log, lines } = keptLog();
  const deps = { registry, lane: 'stream', ...queues, rejectedEventStore, log, now: () => NOON } as const;
  const router = createRouter(deps);
  const route = async (...records: readonly SQSRecord[]): Promise<readonly string[]> => {
    const { batchItemFailures } = await router(anSqsEvent(...records), invocation);
    return batchItemFailures.map((each) => each.itemIdentifier);
  };
  return { ...queues, registry, filed, rejectedEventStore, lines, route };
}

let stage = aStage();
beforeEach(() => {
  stage = aStage();
});

function single(more: Readonly<Record<string, unknown>> = {}, parts: RecordParts = {}): SQSRecord {
  return aRecord(JSON.stringify({ writeKey: 'wk_web', ...anEvent(more) }), parts);
}

function batch(events: readonly unknown[], parts: RecordParts = {}): SQSRecord {
  return aRecord(JSON.stringify({ writeKey: 'wk_web', batch: events }), parts);
}

function sentMessages(): readonly DeliveryMessage[] {
  return stage.deliveries.sent.map(({ body, attribute }) => parseDeliveryMessage(body, attribute));
}

/** The deliveries that were sent, each with its destination and its event. */
function sentDeliveries() {
  return sentMessages().flatMap(({ destinationId, deliveries }) =>
    deliveries.map(({ eventText, ...head }) => {
      const event = JSON.parse(eventText) as Record<string, unknown>;
      return { ...head, destinationId, event };
    }),
  );
}

function rejected(): readonly RejectedEvent[] {
  return stage.rejectedEvents.sent.map(({ body, attribute }) => parseRejectedEvent(body, attribute));
}

/** What the router put back into its own queue, as Lambda hands it over again. */
function received({ body, attribute }: OutgoingMessage, index: number): SQSRecord {
  return aRecord(body, { messageId: `again-${index}`, ...(attribute !== undefined && { attribute }) });
}

describe('the router', () => {
  test('makes a delivery of an event for a destination of its source', async () => {
    expect(await stage.route(single({}, { messageId: 'sqs-7' }))).toEqual([]);
    expect(sentMessages()).toMatchObject([{ lane: 'stream', destinationId: 'dst_acme', attempt: 1 }]);
    expect(sentDeliveries()).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        destinationId: 'dst_acme',
        messageId: 'm1',
        sourceId: 'src_web',
        receivedAt: NOON,
        firstAttemptAt: null,
        windowExtensionMs: 0,
        childDeaths: 0,
        history: [],
        event: { ...anEvent(), receivedAt: '2026-11-24T10:00:00.000Z' },
      },
    ]);
    expect(stage.deliveries.sent[0]?.groupId).toBe('dst_acme');
  });

  test('stamps the time at which SQS got the event, in place of any that it came with', async () => {
    await stage.route(single({ receivedAt: 'yesterday' }, { sentAt: NOON - 5_000 }));
    expect(sentDeliveries()[0]).toMatchObject({
      receivedAt: NOON - 5_000,
      event: { receivedAt: '2026-11-24T09:59:55.000Z' },
    });
  });

  test('takes the write key from the message attribute', async () => {
    await stage.route(aRecord(JSON.stringify(anEvent()), { writeKey: 'wk_web' }));
    expect(sentDeliveries()).toHaveLength(1);
  });

  test('gives an event without a messageId one that stays the same when the message is received again', async () => {
    const record = batch([{ type: 'page' }, { type: 'page' }], { messageId: 'sqs-7' });
    await stage.route(record);
    await stage.route(record);
    expect(sentDeliveries().map((each) => each.messageId)).toEqual([
      'sqs-sqs-7-0',
      'sqs-sqs-7-1',
      'sqs-sqs-7-0',
      'sqs-sqs-7-1',
    ]);
  });

  test('makes the same deliveries of a message that is received again', async () => {
    await stage.route(single());
    await stage.route(single());
    const [first, second] = sentDeliveries();
    expect(second).toEqual(first);
  });

  test('makes two deliveries of two events with one messageId', async () => {
    await stage.route(batch([anEvent(), anEvent()]));
    const ids = sentDeliveries().map((each) => each.id);
    expect(new Set(ids).size).toBe(2);
  });

  test('packs what the whole batch of messages holds for one destination into one message', async () => {
    stage.registry.destinations.push(aDestination({ id: 'dst_beta', name: 'Beta' }));
    await stage.route(single({}, { messageId: 'a' }), batch([anEvent(), anEvent()], { messageId: 'b' }));
    expect(sentMessages().map((each) => [each.destinationId, each.deliveries.length])).toEqual([
      ['dst_acme', 3],
      ['dst_beta', 3],
    ]);
  });

  test('sends nothing to a destination that is disabled, or that the integrations object switches off', async () => {
    stage.registry.destinations.push(
      aDestination({ id: 'dst_beta', name: 'Beta' }),
      aDestination({ id: 'dst_off', name: 'Off', enabled: false }),
    );
    await stage.route(single({ integrations: { All: false, Beta: true } }));
    expect(sentDeliveries().map((each) => each.destinationId)).toEqual(['dst_beta']);
  });

  test('brings lone surrogates, __proto__ keys and U+FFFF through unchanged', async () => {
    const text = '{"a":"\\ud800","b":"\\uffff\\ufffe\\u0000","__proto__":{"c":1}}';
    await stage.route(aRecord(`{"writeKey":"wk_web","type":"track","properties":${text}}`));
    const { event } = sentDeliveries()[0] ?? {};
    expect(JSON.stringify(event?.['properties'])).toBe(JSON.stringify(JSON.parse(text)));
  });

  test('counts a batch in one line, and says nothing of what the events hold', async () => {
    await stage.route(batch([anEvent({ secret: 'hush' }), 7]), aRecord('hush', { messageId: 'b' }));
    expect(stage.lines).toEqual([
      {
        event: 'batch',
        fields: expect.objectContaining({
          messages: 2,
          accepted: 1,
          rejected: 2,
          deliveries: 1,
          sentOn: 0,
          failedItems: 0,
          durationMs: 0,
        }),
      },
    ]);
    expect(JSON.stringify(stage.lines)).not.toContain('hush');
  });
});

describe('the router, given what it can’t accept,', () => {
  const deep = '['.repeat(101) + ']'.repeat(101);

  test.each([
    ['no JSON', 'hello', 'body: is not JSON', null],
    ['no type', '{"writeKey":"wk_web"}', /^type: is missing/, 'src_web'],
    ['an unknown type', '{"writeKey":"wk_web","type":"tracked"}', /^type: is not one of/, 'src_web'],
    ['no write key', '{"type":"track"}', /^writeKey: is missing/, null],
    ['a wrong write key', '{"writeKey":"wk_wrong","type":"track"}', 'writeKey: is of no source', null],
    ['another version', '{"v":2,"writeKey":"wk_web","type":"track"}', 'v: must be 1, is 2', null],
    ['an empty batch', '{"writeKey":"wk_web","batch":[]}', 'batch: is empty', null],
    [
      'a batch over the limit',
      JSON.stringify({ writeKey: 'wk_web', batch: Array.from({ length: 10_001 }, () => 0) }),
      'batch: has 10001 events, the limit is 10000',
      null,
    ],
    [
      '33 KB',
      JSON.stringify({ writeKey: 'wk_web', type: 'track', text: 'x'.repeat(33 * 1024) }),
      /^event is 338\d\d bytes, the limit is 32768$/,
      'src_web',
    ],
    [
      'what is nested too deep',
      `{"writeKey":"wk_web","type":"track","properties":${deep}}`,
      'event is nested deeper than 100 levels',
      'src_web',
    ],
  ])('files %s with its reason, and loses nothing of it', async (_, body, reason, sourceId) => {
    expect(await stage.route(aRecord(body), single({}, { messageId: 'good' }))).toEqual([]);
    const reasonMatches = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect(rejected()).toEqual([
      { v: 1, id: expect.any(String), receivedAt: NOON, reason: reasonMatches, sourceId, text: body },
    ]);
    expect(sentDeliveries()).toHaveLength(1);
  });

  test('goes on with the events beside it in a batch', async () => {
    const events = [anEvent({ messageId: 'a' }), { type: 'nothing' }, anEvent({ messageId: 'b' })];
    expect(await stage.route(batch(events))).toEqual([]);
    expect(sentDeliveries().map((each) => each.messageId)).toEqual(['a', 'b']);
    expect(rejected()).toMatchObject([
      { reason: expect.stringMatching(/^batch\[1\]\.type: is not one of/), text: '{"type":"nothing"}' },
    ]);
  });

  test('files the whole message where an event is too deep to be written on its own', async () => {
    const levels = 100_000;
    const abyss = `{"type":"track","properties":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const body = `{"writeKey":"wk_web","batch":[${abyss},{"type":"page"}]}`;
    expect(await stage.route(aRecord(body))).toEqual([]);
    expect(rejected()).toMatchObject([
      { reason: 'batch[0]: event is nested deeper than 100 levels', text: body },
    ]);
    expect(sentDeliveries()).toHaveLength(1);
  });

  test('files a text directly that is too large for a queue together with its reason', async () => {
    const body = 'x'.repeat(1024 * 1024);
    expect(await stage.route(aRecord(body))).toEqual([]);
    expect(stage.filed).toMatchObject([{ reason: 'body: is not JSON', text: body }]);
    expect(stage.rejectedEvents.sent).toEqual([]);
  });

  test('gives it the same id when its message is received again', async () => {
    await stage.route(batch([7, 8]));
    await stage.route(batch([7, 8]));
    const ids = rejected().map((each) => each.id);
    expect(ids.slice(2)).toEqual(ids.slice(0, 2));
    expect(new Set(ids).size).toBe(2);
  });
});

describe('the router, given a batch of 5,000,', () => {
  const events = Array.from({ length: 5_000 }, (_, index) => ({ type: 'track', index }));

  test('routes 100 and sends the others on, 100 a message', async () => {
    expect(await stage.route(batch(events))).toEqual([]);
    expect(sentDeliveries()).toHaveLength(100);
    expect(stage.events.sent).toHaveLength(49);
    const sizes = stage.events.sent.map(
      ({ body }) => (JSON.parse(body) as { batch: unknown[] }).batch.length,
    );
    expect(new Set(sizes)).toEqual(new Set([100]));
  });

  test('makes of it, in the end, one delivery an event, with ids and times as if it had been one message', async () => {
    await stage.route(batch(events, { messageId: 'sqs-7', sentAt: NOON - 9_000 }));
    const rest = [...stage.events.sent];
    expect(await stage.route(...rest.map(received))).toEqual([]);
    const deliveries = sentDeliveries();
    expect(deliveries.map((each) => each.event['index']).sort((a, b) => Number(a) - Number(b))).toEqual(
      events.map((each) => each.index),
    );
    expect(new Set(deliveries.map((each) => each.id)).size).toBe(5_000);
    expect(deliveries.find((each) => each.event['index'] === 4_321)).toMatchObject({
      messageId: 'sqs-sqs-7-4321',
      receivedAt: NOON - 9_000,
    });
  });

  test('makes the same deliveries when the batch, and so its rest, comes twice', async () => {
    await stage.route(batch(events));
    await stage.route(batch(events));
    await stage.route(...stage.events.sent.map(received));
    expect(new Set(sentDeliveries().map((each) => each.id)).size).toBe(5_000);
  });

  test('says where in the whole batch an event stands that is none', async () => {
    const withBad = events.map((each) => (each.index === 1_234 ? { type: 'nothing' } : each));
    await stage.route(batch(withBad));
    await stage.route(...stage.events.sent.map(received));
    expect(rejected().map((each) => each.reason)).toEqual([expect.stringMatching(/^batch\[1234\]\.type/)]);
  });

  test('keeps what it sends on within what SQS takes', async () => {
    // A number of few characters may need many when it is written again.
    const large = Array.from({ length: 300 }, () => ({
      type: 'track',
      n: Array.from({ length: 700 }, () => 1e20),
    }));
    const body = JSON.stringify({ writeKey: 'wk_web', batch: large }).replaceAll(
      '100000000000000000000',
      '1e20',
    );
    expect(Buffer.byteLength(body)).toBeLessThan(1024 * 1024 * 1.1);
    await stage.route(aRecord(body));
    for (const each of stage.events.sent) expect(Buffer.byteLength(each.body)).toBeLessThan(1024 * 1024);
    await stage.route(...stage.events.sent.map(received));
    expect(sentDeliveries()).toHaveLength(300);
  });

  test('rejects at once what can’t travel on, and keeps the order of what does', async () => {
    const huge = { type: 'track', n: Array.from({ length: 60_000 }, () => 1e20) };
    const withHuge = [...events.slice(0, 150), huge, ...events.slice(150, 300)];
    await stage.route(batch(withHuge));
    expect(stage.filed.map((each) => each.reason)).toEqual([
      expect.stringMatching(/^batch\[150\]: event is /),
    ]);
    await stage.route(...stage.events.sent.map(received));
    expect(new Set(sentDeliveries().map((each) => each.event['index']))).toEqual(
      new Set(events.slice(0, 300).map((each) => each.index)),
    );
    expect(new Set(sentDeliveries().map((each) => each.id)).size).toBe(300);
  });
});

describe('the router, when a service fails,', () => {
  const outage = new Error('the table is not there');

  test('fails the messages whose source it can’t look up, and no others', async () => {
    stage.registry.failures.set('wk_other', outage);
    const other = aRecord(JSON.stringify({ writeKey: 'wk_other', type: 'page' }), { messageId: 'other' });
    expect(await stage.route(single(), other)).toEqual(['other']);
    expect(sentDeliveries()).toHaveLength(1);
    expect(rejected()).toEqual([]);
  });

  test('fails the messages whose destinations it can’t list', async () => {
    stage.registry.failures.set('src_web', outage);
    expect(await stage.route(single())).toEqual(['sqs-1']);
  });

  test('fails the messages that a refused delivery message follows from, and no others', async () => {
    stage.registry.sources.push(aSource({ id: 'src_app', writeKey: 'wk_app' }));
    stage.registry.destinations.push(aDestination({ id: 'dst_beta', sourceId: 'src_app' }));
    stage.deliveries.refuses = ({ groupId }) => groupId === 'dst_acme';
    const app = aRecord(JSON.stringify({ writeKey: 'wk_app', type: 'page' }), { messageId: 'app' });
    expect(await stage.route(single(), app)).toEqual(['sqs-1']);
    expect(sentDeliveries().map((each) => each.destinationId)).toEqual(['dst_beta']);
  });

  test.each([
    ['deliveries', single()],
    ['events', batch(Array.from({ length: 101 }, () => anEvent()))],
    ['rejectedEvents', aRecord('hello')],
  ] as const)('fails the message when what follows from it can’t be sent to %s', async (queue, record) => {
    stage[queue].failure = outage;
    expect(await stage.route(record)).toEqual(['sqs-1']);
  });

  test('fails the message when its rejected text can’t be filed', async () => {
    stage.rejectedEventStore.put = async () => {
      throw outage;
    };
    expect(await stage.route(aRecord('x'.repeat(1024 * 1024)))).toEqual(['sqs-1']);
  });
});
