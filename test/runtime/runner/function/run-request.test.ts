import { describe, expect, test } from '@jest/globals';
import {
  encodeRunRequest,
  parseRunRequest,
  PING_TEXT,
} from '../../../../runtime/runner/function/run-request.ts';

const REQUEST = {
  program: { hash: 'a'.repeat(64), url: 'https://programs.example/a?signature=b' },
  destinationId: 'dst_acme',
  settings: { apiKey: 'key', tags: ['a'], pairs: { a: 'b' } },
  leftMs: 59_999.5,
  alone: true,
  record: false,
  asArray: false,
};

describe('a request to the runner’s function', () => {
  test('comes back as it was, with each event’s text unchanged', () => {
    const events = ['{"name":"\\ud800 é 😀"}', '{"__proto__":{"n":1e400}}', '\ud800\u2028'];
    const text = encodeRunRequest(
      REQUEST,
      events.map((event) => JSON.stringify(event)),
    );
    expect(parseRunRequest(JSON.parse(text))).toEqual({ kind: 'run', ...REQUEST, events });
  });

  test('may ask nothing but whether there is an answer', () => {
    expect(parseRunRequest(JSON.parse(PING_TEXT))).toEqual({ kind: 'ping' });
  });

  test.each([
    [null, 'request: must be an object, is null'],
    [{ v: 2 }, 'v: must be 1, is 2'],
    [{ v: 1, kind: 'stop' }, 'kind: must be run or ping'],
    [{ v: 1, kind: 'run', program: { hash: 1 } }, 'program.hash: must be a string, is a number'],
    [
      { v: 1, kind: 'run', ...REQUEST, events: [{ type: 'track' }] },
      'events[0]: must be a string, is an object',
    ],
    [{ v: 1, kind: 'run', ...REQUEST, events: [], leftMs: 'all' }, 'leftMs: must be a number, is a string'],
  ])('is refused where it is %j', (input, message) => {
    expect(() => parseRunRequest(input)).toThrow(message);
  });
});
