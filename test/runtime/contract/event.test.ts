import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { EVENT_TYPES, MAX_EVENT_BYTES, parseEvent } from '../../../runtime/contract/event.ts';
import { anyJson } from '../../support/arbitraries.ts';
import { anEvent } from '../../support/builders.ts';

const fallbackMessageId = 'made-up';

function nested(levels: number): unknown {
  return JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
}

function whyNot(input: unknown, path = ''): string {
  try {
    parseEvent(input, { path, fallbackMessageId });
    return 'is an event';
  } catch (error) {
    return error instanceof Error && error.name === 'ParseError'
      ? error.message
      : `unexpected: ${String(error)}`;
  }
}

describe('parseEvent()', () => {
  test.each(EVENT_TYPES)('takes a %s', (type) => {
    expect(parseEvent({ type, messageId: 'm' }, { fallbackMessageId })).toEqual({ type, messageId: 'm' });
  });

  test('passes on whatever else an event holds, unchanged', () => {
    fc.assert(
      fc.property(anyJson(), (properties) => {
        const event = anEvent({ properties });
        expect(JSON.stringify(parseEvent(event, { fallbackMessageId }))).toBe(JSON.stringify(event));
      }),
    );
  });

  test('keeps a member called __proto__ as a member', () => {
    const event = parseEvent(JSON.parse('{"type":"track","__proto__":{"polluted":true}}'), {
      fallbackMessageId,
    });
    expect(JSON.stringify(event)).toBe(
      '{"type":"track","__proto__":{"polluted":true},"messageId":"made-up"}',
    );
    expect(event['polluted']).toBeUndefined();
  });

  test.each([
    ['an array', [], 'event: must be an object, is an array'],
    ['null', null, 'event: must be an object, is null'],
    ['a missing type', {}, `type: is missing, must be one of ${EVENT_TYPES.join(', ')}`],
    ['an inherited name as type', { type: 'toString' }, `type: is not one of ${EVENT_TYPES.join(', ')}`],
    ['a number as messageId', { type: 'page', messageId: 7 }, 'messageId: must be a string, is a number'],
    [
      'an empty messageId',
      { type: 'page', messageId: '' },
      'messageId: must have 1 to 256 characters, has 0',
    ],
    [
      'a long messageId',
      { type: 'page', messageId: 'm'.repeat(257) },
      'messageId: must have 1 to 256 characters, has 257',
    ],
    ['101 levels', { type: 'page', deep: nested(100) }, 'event is nested deeper than 100 levels'],
    ['200,000 levels', { type: 'page', deep: nested(200_000) }, 'event is nested deeper than 100 levels'],
  ])('refuses %s, and says where', (_, input, message) => {
    expect(whyNot(input)).toBe(message);
  });

  test('says where in a batch an event stands', () => {
    expect(whyNot({ type: 'tracked' }, 'batch[3]')).toBe(
      `batch[3].type: is not one of ${EVENT_TYPES.join(', ')}`,
    );
  });

  test('takes 100 levels', () => {
    expect(whyNot({ type: 'page', deep: nested(99) })).toBe('is an event');
  });

  test('takes 32 KB and refuses a byte more, as SQS carries it', () => {
    const overheadBytes = Buffer.byteLength(JSON.stringify(anEvent({ text: '' })));
    const withBytes = (sizeBytes: number): unknown =>
      anEvent({ text: 'x'.repeat(sizeBytes - overheadBytes) });
    expect(whyNot(withBytes(MAX_EVENT_BYTES))).toBe('is an event');
    expect(whyNot(withBytes(MAX_EVENT_BYTES + 1))).toBe('event is 32769 bytes, the limit is 32768');
    expect(whyNot(anEvent({ text: '\uffff'.repeat(6_000) }))).toMatch(/^event is 36\d{3} bytes/);
  });

  test('throws nothing but a ParseError, whatever it is given', () => {
    fc.assert(
      fc.property(anyJson(), (json) => {
        expect(whyNot(json)).not.toMatch(/^unexpected/);
      }),
    );
  });
});
