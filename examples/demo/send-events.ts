import type { SQSClient } from '@aws-sdk/client-sqs';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { DemoEvent } from './events.ts';
import { SOURCES } from './events.ts';

/** SQS takes as many messages a request. */
const MESSAGES_A_REQUEST = 10;
/** Of a message that carries a batch; Sluice splits larger ones itself. */
const EVENTS_A_BATCH = 40;

/** When each event was handed to SQS, in milliseconds since 1970, by `messageId`. */
export type SentTimes = ReadonlyMap<string, number>;

interface Message {
  readonly body: string;
  readonly writeKey: string;
  readonly messageIds: readonly string[];
}

/**
 * Sends events into the events queue, as producers do: one half singly, the other in batches.
 * @throws Error when SQS doesn't take one
 */
export async function sendEvents(
  sqs: SQSClient,
  queueUrl: string,
  events: readonly DemoEvent[],
  onSent: (count: number) => void,
): Promise<SentTimes> {
  const sentAt = new Map<string, number>();
  const messages = packMessages(events);
  for (let from = 0; from < messages.length; from += MESSAGES_A_REQUEST) {
    const request = messages.slice(from, from + MESSAGES_A_REQUEST);
    const now = Date.now();
    for (const id of request.flatMap(({ messageIds }) => messageIds)) sentAt.set(id, now);
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: request.map(({ body, writeKey }, index) => ({
          Id: String(index),
          MessageBody: body,
          MessageAttributes: { writeKey: { DataType: 'String', StringValue: writeKey } },
        })),
      }),
    );
    if (Failed.length > 0) throw new Error(`Cannot send events: ${Failed[0]?.Message ?? 'SQS refused them'}`);
    onSent(sentAt.size);
  }
  return sentAt;
}

/** Singles and batches, mixed as they come. */
function packMessages(events: readonly DemoEvent[]): readonly Message[] {
  const singles = events.filter((_, index) => isSingle(index)).map((event) => toMessage([event]));
  const batches = SOURCES.flatMap(({ name }) => {
    const own = events.filter(({ source }, index) => source === name && !isSingle(index));
    return Array.from({ length: Math.ceil(own.length / EVENTS_A_BATCH) }, (_, index) =>
      toMessage(own.slice(index * EVENTS_A_BATCH, (index + 1) * EVENTS_A_BATCH)),
    );
  });
  const singlesABatch = Math.ceil(singles.length / batches.length);
  return batches.flatMap((batch, index) =>
    singles.slice(index * singlesABatch, (index + 1) * singlesABatch).concat(batch),
  );
}

/** By groups of six, so that each half has events of every source. */
function isSingle(index: number): boolean {
  return index % 6 < 3;
}

/** @param events of one source */
function toMessage(events: readonly DemoEvent[]): Message {
  const contents = events.map(({ event }) => event);
  return {
    body: JSON.stringify(contents.length === 1 ? contents[0] : { batch: contents }),
    writeKey: SOURCES.find(({ name }) => name === events[0]?.source)?.writeKey ?? '',
    messageIds: events.map(({ messageId }) => messageId),
  };
}
