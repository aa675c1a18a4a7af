import { beforeEach, describe, expect, test } from '@jest/globals';
import { aDestination, anEvent, aRecord, aSource, NOON } from '../../support/builders.ts';
import { aRouter, batch, single } from './a-router.ts';

let stage = aRouter();
beforeEach(() => {
  stage = aRouter();
});

describe('the router', () => {
  test('makes a delivery of an event for a destination of its source', async () => {
    expect(await stage.route(single({}, { messageId: 'sqs-7' }))).toEqual([]);
    expect(stage.sentMessages()).toMatchObject([{ lane: 'stream', destinationId: 'dst_acme', attempt: 1 }]);
    expect(stage.sentDeliveries()).toEqual([
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
    expect(stage.sentDeliveries()[0]).toMatchObject({
      receivedAt: NOON - 5_000,
      event: { receivedAt: '2026-11-24T09:59:55.000Z' },
    });
  });

  test('takes the write key from the message attribute', async () => {
    await stage.route(aRecord(JSON.stringify(anEvent()), { writeKey: 'wk_web' }));
    expect(stage.sentDeliveries()).toHaveLength(1);
  });

  test('gives an event without a messageId one that stays the same when the message is received again', async () => {
    const record = batch([{ type: 'page' }, { type: 'page' }], { messageId: 'sqs-7' });
    await stage.route(record);
    await stage.route(record);
    expect(stage.sentDeliveries().map((each) => each.messageId)).toEqual([
      'sqs-sqs-7-0',
      'sqs-sqs-7-1',
      'sqs-sqs-7-0',
      'sqs-sqs-7-1',
    ]);
  });

  test('makes the same deliveries of a message that is received again', async () => {
    await stage.route(single());
    await stage.route(single());
    const [first, second] = stage.sentDeliveries();
    expect(second).toEqual(first);
  });

  test('makes two deliveries of two events with one messageId', async () => {
    await stage.route(batch([anEvent(), anEvent()]));
    const ids = stage.sentDeliveries().map((each) => each.id);
    expect(new Set(ids).size).toBe(2);
  });

  test('packs what the whole batch of messages holds for one destination into one message', async () => {
    stage.registry.destinations.push(aDestination({ id: 'dst_beta', name: 'Beta' }));
    await stage.route(single({}, { messageId: 'a' }), batch([anEvent(), anEvent()], { messageId: 'b' }));
    expect(stage.sentMessages().map((each) => [each.destinationId, each.deliveries.length])).toEqual([
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
    expect(stage.sentDeliveries().map((each) => each.destinationId)).toEqual(['dst_beta']);
  });

  test('brings lone surrogates, __proto__ keys and U+FFFF through unchanged', async () => {
    const text = '{"a":"\\ud800","b":"\\uffff\\ufffe\\u0000","__proto__":{"c":1}}';
    await stage.route(aRecord(`{"writeKey":"wk_web","type":"track","properties":${text}}`));
    const { event } = stage.sentDeliveries()[0] ?? {};
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

describe('the router, when a service fails,', () => {
  const outage = new Error('the table is not there');

  test('fails the messages whose source it can’t look up, and no others', async () => {
    stage.registry.failures.set('wk_other', outage);
    const other = aRecord(JSON.stringify({ writeKey: 'wk_other', type: 'page' }), { messageId: 'other' });
    expect(await stage.route(single(), other)).toEqual(['other']);
    expect(stage.sentDeliveries()).toHaveLength(1);
    expect(stage.rejected()).toEqual([]);
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
    expect(stage.sentDeliveries().map((each) => each.destinationId)).toEqual(['dst_beta']);
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
