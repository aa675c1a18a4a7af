import type { SQSRecord } from 'aws-lambda';
import { parseDeliveryMessage } from '../../runtime/contract/delivery-message.ts';
import type { Log } from '../log.ts';
import { errorFields } from '../log.ts';
import { readRecord } from '../received.ts';
import type { ReceivedMessage } from './pending.ts';

export interface ReadMessages {
  readonly messages: readonly ReceivedMessage[];
  /** The messages that are none: they are received again until they go to the pipeline's own dead-letter queue. */
  readonly unreadableIds: readonly string[];
}

export interface ReadContext {
  readonly now: number;
  readonly random: () => number;
  readonly log: Log;
}

/** Reads delivery messages; no event is parsed. */
export function readMessages(records: readonly SQSRecord[], { now, random, log }: ReadContext): ReadMessages {
  const messages: ReceivedMessage[] = [];
  const unreadableIds: string[] = [];
  for (const record of records) {
    const { recordId, body, attribute, receiveCount } = readRecord(record, now);
    try {
      messages.push({ ...parseDeliveryMessage(body, attribute), recordId, receiveCount, random: random() });
    } catch (error) {
      log('message-unreadable', { recordId, ...errorFields(error) });
      unreadableIds.push(recordId);
    }
  }
  return { messages, unreadableIds };
}
