import { describe, expect, test } from '@jest/globals';
import { parseEvents } from '../../../lib/cli/parse-events.ts';

const EVENT = { writeKey: 'wk', type: 'track', event: 'Signed Up' };

function bodiesOf(text: string, writeKey: string | null = null): readonly unknown[] {
  const parsed = parseEvents(text, writeKey);
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join('\n'));
  return parsed.bodies.map((body) => JSON.parse(body) as unknown);
}

describe('parseEvents()', () => {
  test.each([
    ['an object', JSON.stringify(EVENT, null, 2), [EVENT]],
    ['an array', JSON.stringify([EVENT, EVENT]), [EVENT, EVENT]],
    ['an envelope', JSON.stringify({ batch: [EVENT, EVENT] }), [{ writeKey: 'k', batch: [EVENT, EVENT] }]],
    ['a line each', `${JSON.stringify(EVENT)}\r\n\n${JSON.stringify(EVENT)}\n`, [EVENT, EVENT]],
  ])('reads %s', (_, text, bodies) => {
    expect(bodiesOf(text, 'k')).toEqual(bodies);
  });

  test('counts events, not messages', () => {
    const text = `${JSON.stringify({ writeKey: 'k', batch: [{}, {}] })}\n${JSON.stringify(EVENT)}`;
    expect(parseEvents(text, null)).toMatchObject({ kind: 'parsed', events: 3 });
  });

  test("adds the write key that is given, but leaves an event's own", () => {
    expect(bodiesOf('[{"type":"page"},{"type":"page","writeKey":"own"}]', 'given')).toEqual([
      { type: 'page', writeKey: 'given' },
      { type: 'page', writeKey: 'own' },
    ]);
  });

  test('keeps __proto__ keys, lone surrogates and U+FFFF, escaped as SQS takes them', () => {
    const text = String.raw`{"writeKey":"k","properties":{"__proto__":{"a":1},"b":"\ud800\uffff"}}`;
    const parsed = parseEvents(text, null);
    expect(parsed).toMatchObject({ kind: 'parsed', bodies: [text] });
  });

  test.each([
    ['nothing', '', ['it holds no events']],
    ['an empty array', '[]', ['it holds no events']],
    [
      'each line that is none',
      '{"writeKey":"k"}\nnope\n\n[1]\n{"writeKey":"k","batch":{}}',
      [
        'line 2: is not JSON',
        'line 4: must be an object, is an array',
        'line 5: batch: must be an array, is an object',
      ],
    ],
    ['an item that is no object', '[{"writeKey":"k"},3]', ['event 2: must be an object, is a number']],
    ['a missing write key', '{}', ['writeKey is missing, put it there or give it with --write-key']],
    [
      'what SQS does not take for its size',
      JSON.stringify([{ writeKey: 'k' }, { writeKey: 'k', a: 'x'.repeat(1024 * 1024) }]),
      ['event 2: is 1048599 bytes, the limit of a message is 1048576'],
    ],
  ])('refuses %s', (_, text, problems) => {
    expect(parseEvents(text, null)).toEqual({ kind: 'refused', problems });
  });
});
