import { beforeEach, describe, expect, test } from '@jest/globals';
import { failed } from '../../../runtime/contract/outcome.ts';
import { BrokenError } from '../../../runtime/stores/broken-error.ts';
import { aDestination, aRecord } from '../../support/builders.ts';
import { aDispatcher, aMessage, named } from './a-dispatcher.ts';

const outage = new Error('the service can’t be asked');
const broken = new BrokenError('read it', 'it is not as it was stored');

let stage = aDispatcher();
beforeEach(() => {
  stage = aDispatcher();
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
    expect(stage.batchCounts()).toMatchObject({ discarded: 2, codes: { destination_disabled: 2 } });
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
    expect(stage.sentTo('retries')).toMatchObject([
      { attempt: 2, deliveries: [{ history: [{ attempt: 1, code: 'invalid_function', message }] }] },
    ]);
  });

  test('counts no attempt when its settings are not as they were sealed: that is ours to mend', async () => {
    stage.vault.open = async () => {
      throw broken;
    };
    expect(await stage.dispatch(aMessage([named('a')]))).toEqual([]);
    expect(stage.sentTo('retries')).toMatchObject([
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
    expect(stage.sentTo('retries')).toMatchObject([
      { attempt: 1, deliveries: [{ id: 'a', history: [], firstAttemptAt: null }] },
    ]);
    expect(stage.batchCounts()).toMatchObject({ delivered: 1, postponed: 1, codes: { platform_error: 1 } });
  });

  test('postpones a delivery that the runner gave no result for', async () => {
    stage.runner.run = async () => [{ kind: 'ran', outcome: { kind: 'delivered' }, durationMs: 1 }];
    await stage.dispatch(aMessage([named('a'), named('forgotten')]));
    expect(stage.sentTo('retries').map((each) => [each.attempt, each.ids])).toEqual([[1, ['forgotten']]]);
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
      expect(stage.batchCounts()).toMatchObject({ deliveries: 0, failedItems: 1 });
    },
  );

  test('goes on with the destinations that it can load', async () => {
    stage.registry.failures.set('dst_beta', outage);
    const beta = aMessage([named('b')], { messageId: 'beta', destinationId: 'dst_beta' });
    expect(await stage.dispatch(aMessage([named('a')]), beta)).toEqual(['beta']);
    expect(stage.runner.jobs.map((each) => each.destinationId)).toEqual(['dst_acme']);
  });

  test('fails each message that something unsent follows from, and no other', async () => {
    stage.script({
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
    expect(stage.sentTo('deadLetters').map((each) => each.ids)).toEqual([['c']]);
  });

  test('fails one message of two when one of two packs is refused', async () => {
    stage.script({ a: failed('retry', ''), b: failed('retry', '') });
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
      stage.script({ a: failed(queue === 'retries' ? 'retry' : 'bad_request', '') });
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
