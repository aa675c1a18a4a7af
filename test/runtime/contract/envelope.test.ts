import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_BATCH_EVENTS, parseEnvelope } from '../../../runtime/contract/envelope.ts';
import { anyJson, anyText } from '../../support/arbitraries.ts';
import { anEvent } from '../../support/builders.ts';

function whyNot(body: string): string {
  try {
    parseEnvelope(body, undefined);
    return 'is an envelope';
  } catch (error) {
    return error instanceof Error && error.name === 'ParseError'
      ? error.message
      : `unexpected: ${String(error)}`;
  }
}

describe('parseEnvelope()', () => {
  test('takes one event with its write key beside its members', () => {
    const envelope = parseEnvelope(JSON.stringify({ ...anEvent(), writeKey: 'wk', v: 1 }), undefined);
    expect(envelope).toMatchObject({ writeKey: 'wk', events: [anEvent()] });
    expect(envelope.pathOf(0)).toBe('');
  });

  test('takes a batch, and tells where each event stands', () => {
    const envelope = parseEnvelope(JSON.stringify({ writeKey: 'wk', batch: [anEvent(), 7] }), undefined);
    expect(envelope).toMatchObject({ writeKey: 'wk', events: [anEvent(), 7] });
    expect(envelope.pathOf(1)).toBe('batch[1]');
  });

  test('takes the write key from the attribute when the body has none', () => {
    expect(parseEnvelope(JSON.stringify(anEvent()), 'wk_attribute').writeKey).toBe('wk_attribute');
    expect(parseEnvelope('{"writeKey":"wk_body"}', 'wk_attribute').writeKey).toBe('wk_body');
  });

  test('passes on every member of an event, __proto__ too', () => {
    fc.assert(
      fc.property(anyJson(), (properties) => {
        const body = `{"writeKey":"wk","type":"track","__proto__":1,"properties":${JSON.stringify(properties)}}`;
        const { events } = parseEnvelope(body, undefined);
        expect(JSON.stringify(events[0])).toBe(
          `{"type":"track","__proto__":1,"properties":${JSON.stringify(properties)}}`,
        );
      }),
    );
  });

  test.each([
    ['text', 'hello', 'body: is not JSON'],
    ['an array', '[]', 'body: must be an object, is an array'],
    [
      'no write key',
      '{"type":"track"}',
      'writeKey: is missing, put it into the body or the message attribute "writeKey"',
    ],
    ['a write key that is no string', '{"writeKey":7}', 'writeKey: must be a string, is a number'],
    ['another version', '{"v":2,"writeKey":"wk"}', 'v: must be 1, is 2'],
    [
      'a version that is a deep tree',
      `{"v":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'v: must be 1, is an array',
    ],
    ['a batch that is none', '{"writeKey":"wk","batch":{}}', 'batch: must be an array, is an object'],
    ['an empty batch', '{"writeKey":"wk","batch":[]}', 'batch: is empty'],
    [
      'a batch over the limit',
      JSON.stringify({ writeKey: 'wk', batch: Array.from({ length: MAX_BATCH_EVENTS + 1 }, () => 0) }),
      'batch: has 10001 events, the limit is 10000',
    ],
  ])('refuses %s, and says where', (_, body, message) => {
    expect(whyNot(body)).toBe(message);
  });

  test('throws nothing but a ParseError, whatever the body', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          anyJson().map((json) => JSON.stringify(json)),
        ),
        (body) => {
          expect(whyNot(body)).not.toMatch(/^unexpected/);
        },
      ),
    );
  });

  test('shows nothing of a body that is no JSON: it may hold secrets', () => {
    expect(whyNot('{"apiKey": "s3cret"')).toBe('body: is not JSON');
  });
});
