import { expect, test } from '@jest/globals';
import { parseRespondRules } from '../../../../runtime/sandbox/egress/respond-rule.ts';

test('parseRespondRules() reads rules, of which every field but the status may be missing', () => {
  const rules = [
    {
      method: 'POST',
      url: 'https://api.acme.example/*',
      status: 200,
      headers: { a: 'b' },
      body: { ok: true },
    },
    { status: 503 },
  ];
  expect(parseRespondRules(rules)).toEqual(rules);
  expect(parseRespondRules([])).toEqual([]);
});

test.each([
  [{}, 'rules: must be an array, is an object'],
  [[1], 'rules[0]: must be an object, is a number'],
  [[{ status: 200 }, {}], 'rules[1].status: must be a number, is missing'],
  [[{ status: '200' }], 'rules[0].status: must be a number, is a string'],
  [[{ status: 99 }], 'rules[0].status: must be a whole number from 200 to 599, is 99'],
  [[{ status: 200.5 }], 'rules[0].status: must be a whole number from 200 to 599, is 200.5'],
  [[{ status: 200, method: 1 }], 'rules[0].method: must be a string, is a number'],
  [[{ status: 200, url: null }], 'rules[0].url: must be a string, is null'],
  [[{ status: 200, headers: { a: 1 } }], 'rules[0].headers.a: must be a string, is a number'],
  // Else the function was to blame when it got the answer.
  [[{ status: 200, headers: { 'a b': 'c' } }], 'rules[0].headers.a b: is no valid header of HTTP'],
  [[{ status: 200, headers: { a: 'b\nc' } }], 'rules[0].headers.a: is no valid header of HTTP'],
  [
    [{ status: 200, path: '/' }],
    'rules[0].path: is no field of a rule, which has method, url, status, headers, body',
  ],
])('parseRespondRules() says what is wrong with %j', (input, message) => {
  expect(() => parseRespondRules(input)).toThrow(message);
});
