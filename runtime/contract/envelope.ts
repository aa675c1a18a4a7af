import { ParseError } from './parse-error.ts';
import { expectArray, expectJson, expectObject, expectString, expectVersion } from './shape.ts';

/** The events of one message that are handled at once; the rest is sent on. */
export const MAX_ENVELOPE_EVENTS = 100;
/** Of one message. Real events fill the 1 MiB that SQS takes with far fewer; `[0,0,0,…` must not become thousands of messages. */
export const MAX_BATCH_EVENTS = 10_000;

/** What a producer puts into the events queue: one event, or `{ "batch": [...] }`, with a write key. */
export interface Envelope {
  readonly writeKey: string;
  /** Not checked yet: one that is no event costs only itself. */
  readonly events: readonly unknown[];
  readonly isBatch: boolean;
  /** Where an event stands in the body, for messages: `batch[3]`, or nothing for a single one. */
  readonly pathOf: (index: number) => string;
}

/**
 * Reads the body of a message of the events queue. The write key stands in the body or, where it is missing
 * there, in the message attribute `writeKey`.
 *
 * @throws ParseError that says what is wrong, and where.
 */
export function parseEnvelope(body: string, writeKeyAttribute: string | undefined): Envelope {
  const envelope = expectObject(expectJson(body, 'body'), 'body');
  if (envelope.v !== undefined) expectVersion(envelope.v, 'v');
  const writeKey = envelope.writeKey ?? writeKeyAttribute;
  if (writeKey === undefined || writeKey === null) {
    throw new ParseError('writeKey', 'is missing, put it into the body or the message attribute "writeKey"');
  }
  if (envelope.batch === undefined) {
    const { writeKey: _, v: __, ...event } = envelope;
    return {
      writeKey: expectString(writeKey, 'writeKey'),
      events: [event],
      isBatch: false,
      pathOf: () => '',
    };
  }
  const events = expectArray(envelope.batch, 'batch');
  if (events.length === 0) throw new ParseError('batch', 'is empty');
  if (events.length > MAX_BATCH_EVENTS) {
    throw new ParseError('batch', `has ${events.length} events, the limit is ${MAX_BATCH_EVENTS}`);
  }
  return {
    writeKey: expectString(writeKey, 'writeKey'),
    events,
    isBatch: true,
    pathOf: (index) => `batch[${index}]`,
  };
}
