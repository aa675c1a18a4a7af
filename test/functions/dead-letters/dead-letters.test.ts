import { describe, expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { createDeadLetters } from '../../../functions/dead-letters/dead-letters.ts';
import type { DeadLetter } from '../../../runtime/contract/dead-letter.ts';
import type { Delivery } from '../../../runtime/contract/delivery.ts';
import { encodeDeliveries } from '../../../runtime/contract/delivery-message.ts';
import { aDelivery, anSqsEvent, aRecord, aShared, NOON } from '../../support/builders.ts';
import { invocation } from '../../support/invocation.ts';
import { keptLog } from '../../support/kept-log.ts';

function aStage() {
  const filed: DeadLetter[] = [];
  const deadLetterStore = { put: async (letter: DeadLetter) => void filed.push(letter) };
  const { log, lines } = keptLog();
  const deadLetters = createDeadLetters({ deadLetterStore, log, now: () => NOON });
  const take = async (...records: readonly SQSRecord[]): Promise<readonly string[]> => {
    const { batchItemFailures } = await deadLetters(anSqsEvent(...records), invocation);
    return batchItemFailures.map((each) => each.itemIdentifier);
  };
  return { filed, deadLetterStore, lines, take };
}

function givenUp(id: string, more: Partial<Delivery> = {}): Delivery {
  const history = [
    { attempt: 1, at: NOON - 10_000, code: 'retry', message: 'busy' },
    { attempt: 2, at: NOON, code: 'bad_request', message: 'no such field' },
  ] as const;
  return aDelivery({ id, firstAttemptAt: NOON - 10_000, history, ...more });
}

function aMessage(deliveries: readonly Delivery[], messageId = 'sqs-1'): SQSRecord {
  const [encoded] = encodeDeliveries(aShared({ attempt: 2 }), deliveries);
  if (encoded === undefined) throw new Error('no deliveries');
  return aRecord(encoded.body, { attribute: encoded.attribute, messageId });
}

describe('the dead-letters stage', () => {
  test('files each delivery of a message, with the last of its history as its reason', async () => {
    const stage = aStage();
    expect(await stage.take(aMessage([givenUp('a'), givenUp('b')]))).toEqual([]);
    expect(stage.filed).toEqual(
      ['a', 'b'].map((id) => ({
        v: 1,
        id,
        destinationId: 'dst_acme',
        lane: 'stream',
        code: 'bad_request',
        message: 'no such field',
        attempts: 2,
        gaveUpAt: NOON,
        delivery: givenUp(id),
      })),
    );
  });

  test('fails the messages of which something could not be filed, and no other', async () => {
    const stage = aStage();
    const put = stage.deadLetterStore.put;
    stage.deadLetterStore.put = async (letter) => {
      if (letter.id === 'b') throw new Error('the bucket is not there');
      await put(letter);
    };
    const failedIds = await stage.take(
      aMessage([givenUp('a'), givenUp('b'), givenUp('c')], '1'),
      aMessage([givenUp('d')], '2'),
    );
    expect(failedIds).toEqual(['1']);
    expect(stage.filed.map((each) => each.id).sort()).toEqual(['a', 'c', 'd']);
  });

  test('fails what is no dead letter, and says nothing of what it holds', async () => {
    const stage = aStage();
    const failedIds = await stage.take(
      aRecord('hush', { messageId: 'odd' }),
      aMessage([givenUp('no reason', { history: [] })], 'bare'),
      aMessage([givenUp('a')], 'good'),
    );
    expect(failedIds).toEqual(['odd', 'bare']);
    expect(stage.filed.map((each) => each.id)).toEqual(['a']);
    expect(JSON.stringify(stage.lines)).not.toContain('hush');
  });

  test('counts a batch in one line', async () => {
    const stage = aStage();
    await stage.take(aMessage([givenUp('a'), givenUp('b')]));
    expect(stage.lines.map((each) => [each.event, each.fields])).toEqual([
      ['batch', expect.objectContaining({ messages: 1, items: 2, failedItems: 0 })],
    ]);
  });
});
