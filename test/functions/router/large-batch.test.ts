import { beforeEach, describe, expect, test } from '@jest/globals';
import { aRecord, NOON } from '../../support/builders.ts';
import { aRouter, batch, received } from './a-router.ts';

let stage = aRouter();
beforeEach(() => {
  stage = aRouter();
});

describe('the router, given a batch of 5,000,', () => {
  const events = Array.from({ length: 5_000 }, (_, index) => ({ type: 'track', index }));

  test('routes 100 and sends the others on, 100 a message', async () => {
    expect(await stage.route(batch(events))).toEqual([]);
    expect(stage.sentDeliveries()).toHaveLength(100);
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
    const deliveries = stage.sentDeliveries();
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
    expect(new Set(stage.sentDeliveries().map((each) => each.id)).size).toBe(5_000);
  });

  test('says where in the whole batch an event stands that is none', async () => {
    const withBad = events.map((each) => (each.index === 1_234 ? { type: 'nothing' } : each));
    await stage.route(batch(withBad));
    await stage.route(...stage.events.sent.map(received));
    expect(stage.rejected().map((each) => each.reason)).toEqual([
      expect.stringMatching(/^batch\[1234\]\.type/),
    ]);
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
    expect(stage.sentDeliveries()).toHaveLength(300);
  });

  test('rejects at once what can’t travel on, and keeps the order of what does', async () => {
    const huge = { type: 'track', n: Array.from({ length: 60_000 }, () => 1e20) };
    const withHuge = [...events.slice(0, 150), huge, ...events.slice(150, 300)];
    await stage.route(batch(withHuge));
    expect(stage.filed.map((each) => each.reason)).toEqual([
      expect.stringMatching(/^batch\[150\]: event is /),
    ]);
    await stage.route(...stage.events.sent.map(received));
    expect(new Set(stage.sentDeliveries().map((each) => each.event['index']))).toEqual(
      new Set(events.slice(0, 300).map((each) => each.index)),
    );
    expect(new Set(stage.sentDeliveries().map((each) => each.id)).size).toBe(300);
  });
});
