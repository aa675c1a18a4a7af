import { encodeBatchOrigin } from '../../runtime/contract/batch-origin.ts';
import { MAX_ENVELOPE_EVENTS } from '../../runtime/contract/envelope.ts';
import { escapeForSqs } from '../../runtime/contract/sqs-text.ts';
import { MAX_REQUEST_BYTES } from '../../runtime/queues/pack-requests.ts';
import type { OutgoingMessage } from '../../runtime/queues/queue-sender.ts';
import type { Incoming } from './incoming.ts';
import { jsonText } from './json-text.ts';

/** For the envelope around the events, its write key, and the attribute. */
const RESERVED_BYTES = 4 * 1024;
const ROOM_BYTES = MAX_REQUEST_BYTES - RESERVED_BYTES;

export interface IndexedEvent {
  /** Its place in the envelope. */
  readonly index: number;
  /** Not checked yet. */
  readonly event: unknown;
}

export interface SplitBatch {
  /** The events to route now. */
  readonly here: readonly IndexedEvent[];
  /** All others, packed into messages that go back to the events queue. */
  readonly rest: readonly OutgoingMessage[];
}

/** Keeps as many events as one message may have, and packs the others into messages of as many. */
export function splitBatch(incoming: Incoming): SplitBatch {
  const events = incoming.envelope.events.map((event, index) => ({ index, event }));
  const here = events.slice(0, MAX_ENVELOPE_EVENTS);
  const rest: OutgoingMessage[] = [];
  let texts: string[] = [];
  let sizeBytes = 0;
  const close = (end: number): void => {
    if (texts.length > 0) rest.push(restMessage(incoming, texts, end - texts.length));
    [texts, sizeBytes] = [[], 0];
  };
  for (const each of events.slice(MAX_ENVELOPE_EVENTS)) {
    const text = travelText(each.event);
    if (text === null) {
      close(each.index);
      here.push(each);
      continue;
    }
    const textBytes = Buffer.byteLength(text) + 1;
    if (texts.length === MAX_ENVELOPE_EVENTS || sizeBytes + textBytes > ROOM_BYTES) close(each.index);
    texts.push(text);
    sizeBytes += textBytes;
  }
  close(events.length);
  return { here, rest };
}

function restMessage(incoming: Incoming, texts: readonly string[], index: number): OutgoingMessage {
  const { envelope, originId, firstIndex, receivedAt } = incoming;
  const writeKey = escapeForSqs(JSON.stringify(envelope.writeKey));
  return {
    body: `{"v":1,"writeKey":${writeKey},"batch":[${texts.join(',')}]}`,
    attribute: encodeBatchOrigin({
      v: 1,
      messageId: originId,
      firstIndex: firstIndex + index,
      receivedAt,
    }),
  };
}

/** An event's text, or `null` where it can't travel on: too large, or too deep to be written. */
function travelText(event: unknown): string | null {
  const text = jsonText(event);
  if (text === null) return null;
  const escaped = escapeForSqs(text);
  return Buffer.byteLength(escaped) > ROOM_BYTES ? null : escaped;
}
