import { beforeEach, describe, expect, test } from '@jest/globals';
import { aDelivery, aDestination, anSqsEvent, aProgram, NOON } from '../../support/builders.ts';
import { aDispatcher, aMessage, named } from './a-dispatcher.ts';

let stage = aDispatcher();
beforeEach(() => {
  stage = aDispatcher();
});

describe('the dispatcher', () => {
  test('runs the deliveries of a message with its destination’s program and settings', async () => {
    expect(await stage.dispatch(aMessage([named('a'), named('b')]))).toEqual([]);
    expect(stage.runner.jobs).toEqual([
      {
        program: aProgram(),
        destinationId: 'dst_acme',
        subscriptionId: 'sub_acme',
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
    expect(stage.sentTo('retries')[0]?.deliveries[0]?.eventText).toBe('this is no JSON');
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

describe('the dispatcher, given a message that waits for longer than SQS can delay,', () => {
  test('sends it again with the rest of its wait, without running it', async () => {
    const notBefore = NOON + 2_000_000;
    expect(await stage.dispatch(aMessage([named('a')], { attempt: 3, notBefore }))).toEqual([]);
    expect(stage.runner.jobs).toEqual([]);
    expect(stage.sentTo('retries')).toMatchObject([
      { attempt: 3, notBefore, delayMs: 900_000, deliveries: [named('a')] },
    ]);
  });

  test('lets SQS delay the last of it', async () => {
    await stage.dispatch(aMessage([named('a')], { notBefore: NOON + 5_500 }));
    expect(stage.sentTo('retries')).toMatchObject([{ notBefore: null, delayMs: 6_000 }]);
  });

  test('runs it when its time has come', async () => {
    await stage.dispatch(aMessage([named('a')], { notBefore: NOON }));
    expect(stage.runner.jobs).toHaveLength(1);
  });
});
