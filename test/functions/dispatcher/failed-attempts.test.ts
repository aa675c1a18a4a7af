import { beforeEach, describe, expect, test } from '@jest/globals';
import { failed } from '../../../runtime/contract/outcome.ts';
import { DEFAULT_RETRY_POLICY } from '../../../runtime/contract/retry-policy.ts';
import { aDestination, NOON } from '../../support/builders.ts';
import { aDispatcher, aMessage, named } from './a-dispatcher.ts';

let stage = aDispatcher();
beforeEach(() => {
  stage = aDispatcher();
});

describe('the dispatcher, when attempts fail,', () => {
  test('sends a delivery to be tried again with its attempt counted, and the others of its message not', async () => {
    stage.script({ bad: failed('retry', 'partner answered 503') });
    expect(await stage.dispatch(aMessage([named('good'), named('bad')]))).toEqual([]);
    expect(stage.sentTo('retries')).toEqual([
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
    stage.script({
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
    expect(stage.sentTo('retries').map((each) => [each.attempt, each.delayMs, each.ids])).toEqual([
      [2, 10_000, ['a', 'b']],
      [2, 60_000, ['c']],
      [3, 20_000, ['d']],
    ]);
  });

  test('delays by whole seconds, so that what SQS delays alike travels together', async () => {
    stage.registry.destinations[0] = aDestination({
      retry: { ...DEFAULT_RETRY_POLICY, firstDelayMs: 1_001 },
    });
    stage.script({ a: failed('retry', ''), b: failed('retry', '', { retryAfterMs: 1_700 }) });
    await stage.dispatch(aMessage([named('a'), named('b')]));
    expect(stage.sentTo('retries').map((each) => [each.delayMs, each.ids])).toEqual([[2_000, ['a', 'b']]]);
  });

  test.each(['filtered', 'message_rejected', 'unsupported_event_type'] as const)(
    'discards what ends in %s, and counts it',
    async (code) => {
      stage.script({ a: failed(code, '') });
      expect(await stage.dispatch(aMessage([named('a'), named('b')]))).toEqual([]);
      expect([...stage.retries.sent, ...stage.deadLetters.sent]).toEqual([]);
      expect(stage.batchCounts()).toMatchObject({ delivered: 1, discarded: 1, codes: { [code]: 1 } });
    },
  );

  test('gives up what can’t succeed, with its reason last in its history', async () => {
    stage.script({ a: failed('bad_request', 'x'.repeat(1_000)) });
    const before = [{ attempt: 1, at: NOON - 10_000, code: 'retry', message: 'busy' }] as const;
    await stage.dispatch(
      aMessage([named('a', { firstAttemptAt: NOON - 10_000, history: before })], { attempt: 2 }),
    );
    expect(stage.sentTo('deadLetters')).toMatchObject([
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
    expect(stage.sentTo('deadLetters')[0]?.deliveries[0]?.history.at(-1)).toEqual({
      attempt: 1,
      at: NOON,
      code: 'expired',
      message: 'The retry window is over, the last attempt ended in retry: busy',
    });
  });

  test('counts the deaths of a delivery’s process, and gives it up at the second', async () => {
    stage.script({ deadly: failed('memory_limit_exceeded', 'process ended', { childDied: true }) });
    await stage.dispatch(aMessage([named('deadly')]));
    const [again] = stage.sentTo('retries');
    expect(again?.deliveries).toMatchObject([{ id: 'deadly', childDeaths: 1 }]);
    await stage.dispatch(aMessage(again?.deliveries ?? [], { attempt: 2 }));
    expect(stage.runner.jobs.at(-1)?.alone).toBe(true);
    expect(stage.sentTo('deadLetters')[0]?.deliveries[0]?.history.at(-1)?.code).toBe('quarantined');
    const logged = stage.lines.filter((each) => each.event === 'attempt-failed');
    expect(logged.map((each) => each.fields['code'])).toEqual(['memory_limit_exceeded', 'quarantined']);
  });

  test('sends on what the budget left no time for, its attempt uncounted', async () => {
    stage.script({ slow: 'not-started' });
    expect(await stage.dispatch(aMessage([named('slow'), named('a')], { attempt: 3 }))).toEqual([]);
    expect(stage.sentTo('retries')).toMatchObject([
      { attempt: 3, delayMs: 1_000, deliveries: [named('slow')] },
    ]);
    expect(stage.batchCounts()).toMatchObject({ delivered: 1, postponed: 1, codes: {} });
  });

  test('logs a line for each failed attempt, and none holds what the partner said', async () => {
    stage.script({ a: failed('retry', 'card 4111 refused') });
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
    stage.script({
      a: failed('retry', ''),
      b: failed('filtered', ''),
      c: failed('bad_request', ''),
      d: 'not-started',
    });
    await stage.dispatch(aMessage(['a', 'b', 'c', 'd', 'e'].map((name) => named(name))));
    const fields = stage.batchCounts();
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
