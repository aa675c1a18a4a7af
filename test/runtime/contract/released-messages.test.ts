import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseBatchOrigin } from '../../../runtime/contract/batch-origin.ts';
import { parseDeliveryMessage } from '../../../runtime/contract/delivery-message.ts';
import { parseEnvelope } from '../../../runtime/contract/envelope.ts';
import { parseRejectedEvent } from '../../../runtime/contract/rejected-event.ts';

/** A message as a released version wrote it. Never change one that stands: it may still lie in somebody's queue. */
interface ReleasedMessage {
  readonly kind: keyof typeof parsers;
  readonly body: string;
  readonly attribute?: string;
  readonly parsed: unknown;
}

const parsers = {
  delivery: parseDeliveryMessage,
  envelope: (body: string) => {
    const { writeKey, events } = parseEnvelope(body, undefined);
    return { writeKey, events };
  },
  'batch-origin': (_: string, attribute = '') => parseBatchOrigin(attribute),
  'rejected-event': parseRejectedEvent,
};

const folder = new URL('../../fixtures/messages/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);

describe('a message of a released version', () => {
  test.each(files)('%s still parses', (file) => {
    const released = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ReleasedMessage;
    expect(parsers[released.kind](released.body, released.attribute)).toEqual(released.parsed);
  });
});
