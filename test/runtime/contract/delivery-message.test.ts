import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Delivery } from '../../../runtime/contract/delivery.ts';
import { rememberAttempt } from '../../../runtime/contract/delivery.ts';
import {
  encodeDeliveries,
  MAX_DELIVERY_MESSAGE_BYTES,
  parseDeliveryMessage,
} from '../../../runtime/contract/delivery-message.ts';
import { MAX_EVENT_BYTES, parseEvent } from '../../../runtime/contract/event.ts';
import { anyDelivery, anyText, anyTime } from '../../support/arbitraries.ts';
import { aDelivery, anEvent, aShared } from '../../support/builders.ts';
import { refusedBySqs } from '../../support/refused-by-sqs.ts';

const anyShared = fc.record({
  lane: fc.constantFrom('stream' as const, 'batch' as const, 'replay' as const),
  destinationId: anyText(),
  attempt: fc.integer({ min: 1, max: 10_000 }),
  notBefore: fc.option(anyTime()),
});

/** What SQS bills and limits: the body, and the attribute's name, type and value. */
function sizeBytes({ body, attribute }: { readonly body: string; readonly attribute: string }): number {
  return Buffer.byteLength(`${body}sluiceString${attribute}`);
}

/** Texts may be escaped in other ways; what a JSON parser reads is what counts. */
function withParsedEvent({ eventText, ...head }: Delivery): unknown {
  return { ...head, event: JSON.stringify(JSON.parse(eventText)) };
}

describe('encodeDeliveries()', () => {
  test('comes back the same through parseDeliveryMessage(), whatever characters and keys it holds', () => {
    fc.assert(
      fc.property(
        anyShared,
        fc.array(anyDelivery(), { minLength: 1, maxLength: 20 }),
        (shared, deliveries) => {
          const messages = encodeDeliveries(shared, deliveries);
          const parsed = messages.map(({ body, attribute }) => parseDeliveryMessage(body, attribute));
          expect(parsed.flatMap((each) => each.deliveries.map(withParsedEvent))).toEqual(
            deliveries.map(withParsedEvent),
          );
          for (const { deliveries: _, ...rest } of parsed) expect(rest).toEqual(shared);
        },
      ),
    );
  });

  test('writes nothing that SQS refuses', () => {
    fc.assert(
      fc.property(
        anyShared,
        fc.array(anyDelivery(), { minLength: 1, maxLength: 5 }),
        (shared, deliveries) => {
          for (const { body, attribute } of encodeDeliveries(shared, deliveries)) {
            expect(refusedBySqs(body)).toEqual([]);
            expect(refusedBySqs(attribute)).toEqual([]);
          }
        },
      ),
    );
  });

  test('keeps every message within 64 KB by bytes, in order, and wastes none', () => {
    const anySizedDelivery = fc
      .tuple(fc.integer({ min: 1, max: 10_000 }), fc.constantFrom('x', 'é', '漢', '\uffff', '\ud800', '"'))
      .map(([length, character]) => aDelivery({ eventText: JSON.stringify(character.repeat(length)) }))
      .filter(({ eventText }) => Buffer.byteLength(eventText) < MAX_EVENT_BYTES);
    fc.assert(
      fc.property(anyShared, fc.array(anySizedDelivery, { maxLength: 40 }), (shared, deliveries) => {
        const messages = encodeDeliveries(shared, deliveries);
        expect(messages.flatMap((each) => each.deliveries)).toEqual(deliveries);
        const sizes = messages.map(sizeBytes);
        for (const size of sizes) expect(size).toBeLessThanOrEqual(MAX_DELIVERY_MESSAGE_BYTES);
        messages.slice(1).forEach((message, index) => {
          const [first = ''] = message.body.split('\n');
          expect((sizes[index] ?? 0) + 1 + Buffer.byteLength(first)).toBeGreaterThanOrEqual(
            MAX_DELIVERY_MESSAGE_BYTES,
          );
        });
      }),
      { numRuns: 50 },
    );
  });

  test('fits the largest event with the longest ids and the fullest history into one message', () => {
    const worst = '\u0001'.repeat(1_000);
    let history = rememberAttempt([], { attempt: 1, at: 1e13, code: 'bad_request', message: worst });
    for (let attempt = 2; attempt < 50; attempt += 1) {
      history = rememberAttempt(history, {
        attempt,
        at: 1e13,
        code: 'memory_limit_exceeded',
        message: worst,
      });
    }
    const empty = JSON.stringify(anEvent({ text: '' }));
    const eventText = JSON.stringify(anEvent({ text: 'x'.repeat(MAX_EVENT_BYTES - empty.length) }));
    const delivery = aDelivery({ history, eventText, messageId: '\u0001'.repeat(256) });

    const messages = encodeDeliveries(aShared({ destinationId: 'd'.repeat(256) }), [delivery]);

    expect(parseEvent(JSON.parse(eventText), { fallbackMessageId: 'm' })).toBeDefined();
    expect(messages.map((each) => sizeBytes(each) <= MAX_DELIVERY_MESSAGE_BYTES)).toEqual([true]);
  });

  test('makes no message of no deliveries', () => {
    expect(encodeDeliveries(aShared(), [])).toEqual([]);
  });

  test('keeps two deliveries apart that are alike in all but their ids', () => {
    const [message] = encodeDeliveries(aShared(), [aDelivery({ id: 'a' }), aDelivery({ id: 'b' })]);
    expect(message?.body.split('\n')).toHaveLength(2);
  });
});

describe('parseDeliveryMessage()', () => {
  const [good] = encodeDeliveries(aShared(), [aDelivery()]);
  const { body = '', attribute = '' } = good ?? {};

  test('reads heads without parsing any event', () => {
    const head = body.slice(0, body.indexOf('\t'));
    expect(parseDeliveryMessage(`${head}\tthis is no JSON`, attribute).deliveries).toEqual([
      aDelivery({ eventText: 'this is no JSON' }),
    ]);
  });

  test.each([
    ['no attribute', body, undefined, 'sluice: message attribute is missing'],
    ['an attribute that is no JSON', body, '{', 'sluice: is not JSON'],
    ['another version', body, '{"v":2}', 'sluice.v: must be 1, is 2'],
    ['a version that is no number', body, '{"v":{"toString":1}}', 'sluice.v: must be 1, is an object'],
    ['an unknown lane', body, '{"v":1,"lane":"fast"}', 'sluice.lane: is not one of stream, batch, replay'],
    [
      'an attempt that is none',
      body,
      attribute.replace('"attempt":1', '"attempt":0'),
      'sluice.attempt: must be a whole number of at least 1, is 0',
    ],
    ['an empty body', '', attribute, 'line[0]: has no head'],
    ['a line without a head', `${body}\n{}`, attribute, 'line[1]: has no head'],
    ['a head that is no JSON', '{\t{}', attribute, 'line[0]: is not JSON'],
    ['a head without an id', '{}\t{}', attribute, 'line[0].id: must be a string, is missing'],
    [
      'an unknown code in a history',
      body.replace('"history":[]', '"history":[{"attempt":1,"at":1,"code":"toString","message":""}]'),
      attribute,
      'line[0].history[0].code: is not a failure code',
    ],
  ])('says what is wrong with %s, and where', (_, badBody, badAttribute, message) => {
    expect(() => parseDeliveryMessage(badBody, badAttribute)).toThrow(
      expect.objectContaining({ name: 'ParseError', message }),
    );
  });
});

describe('rememberAttempt()', () => {
  test('keeps the first attempt and the latest nine, oldest first', () => {
    let history: Delivery['history'] = [];
    for (let attempt = 1; attempt <= 30; attempt += 1) {
      history = rememberAttempt(history, { attempt, at: attempt, code: 'retry', message: 'later' });
    }
    expect(history.map((each) => each.attempt)).toEqual([1, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  });
});
