import { expect, test } from '@jest/globals';
import { readGuestLines } from '../../../runtime/sandbox/guest-lines.ts';

test.each([
  ['d7', { kind: 'delivered', number: 7, returned: null }],
  ['d[7,{"ok":true}]', { kind: 'delivered', number: 7, returned: { ok: true } }],
  [
    'f[7,"retry","busy",500]',
    { kind: 'failed', number: 7, code: 'retry', message: 'busy', retryAfterMs: 500 },
  ],
  ['l["warn","hot"]', { kind: 'log', level: 'warn', message: 'hot' }],
  [
    'q[3,"POST","https://a.example/",[["x-a","b"]],"manual","text","{}"]',
    {
      kind: 'request',
      id: 3,
      request: {
        method: 'POST',
        url: 'https://a.example/',
        headers: [['x-a', 'b']],
        redirect: 'manual',
        encoding: 'text',
        body: '{}',
      },
    },
  ],
  ['a3', { kind: 'abort', id: 3 }],
  ['t1700000000000', { kind: 'timer', at: 1_700_000_000_000 }],
  ['h"onTrack,onBatch"', { kind: 'loaded', handlers: 'onTrack,onBatch' }],
  ['x"no"', { kind: 'not-loaded', problem: 'no' }],
])('readGuestLines() reads %s', (line, read) => {
  expect(readGuestLines(`${line}\n`)).toEqual([read]);
});

test('readGuestLines() reads lines in their order', () => {
  expect(readGuestLines('d2\nd1\na9\n')).toMatchObject([{ number: 2 }, { number: 1 }, { id: 9 }]);
  expect(readGuestLines('')).toEqual([]);
});

test.each(['', 'd', 'dx', 'dundefined', 'z1', '7', 'f[1,"retry"', 'l"warn', 'q{}', 'd7\nz'])(
  'readGuestLines() reads nothing of a text with the line %j',
  (line) => {
    expect(readGuestLines(`d1\n${line}\n`)).toBeNull();
  },
);
