import { describe, expect, test } from '@jest/globals';
import { createRejectedEvents } from '../../../functions/rejected-events/rejected-events.ts';
import type { RejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import { encodeRejectedEvent } from '../../../runtime/contract/rejected-event.ts';
import { anSqsEvent, aRecord, NOON } from '../../support/builders.ts';
import { invocation } from '../../support/invocation.ts';
import { keptLog } from '../../support/kept-log.ts';

describe('the rejected-events stage', () => {
  test('files each with its reason, and fails what it can’t read or file', async () => {
    const filed: RejectedEvent[] = [];
    const put = async (event: RejectedEvent): Promise<void> => {
      if (event.id === 'unlucky') throw new Error('the bucket is not there');
      filed.push(event);
    };
    const stage = createRejectedEvents({ rejectedEventStore: { put }, log: keptLog().log, now: () => NOON });
    const rejected = {
      v: 1,
      id: 'r1',
      receivedAt: NOON,
      reason: 'body: is not JSON',
      sourceId: null,
      text: '{',
    } as const;
    const records = [rejected, { ...rejected, id: 'unlucky' }].map((each) => {
      const { body, attribute } = encodeRejectedEvent(each);
      return aRecord(body, { attribute, messageId: each.id });
    });
    const event = anSqsEvent(...records, aRecord('odd', { messageId: 'odd' }));

    expect((await stage(event, invocation)).batchItemFailures).toEqual([
      { itemIdentifier: 'odd' },
      { itemIdentifier: 'unlucky' },
    ]);
    expect(filed).toEqual([rejected]);
  });
});
