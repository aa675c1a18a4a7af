import { describe, expect, test } from '@jest/globals';
import { failed } from '../../../../runtime/contract/outcome.ts';
import { MAX_PART_EVENTS, MAX_PAYLOAD_BYTES } from '../../../../runtime/runner/function/payload-limits.ts';
import { answerWith, parseRunAnswer } from '../../../../runtime/runner/function/run-answer.ts';
import type { RunResult } from '../../../../runtime/runner/runner.ts';
import type { Recording } from '../../../../runtime/sandbox/recording.ts';

const RECORDING: Recording = {
  returned: { ok: true },
  logs: [{ level: 'warn', message: 'careful' }],
  requests: [
    {
      method: 'POST',
      url: 'https://api.acme.example/',
      headers: { authorization: '[redacted]' },
      body: null,
      status: null,
      durationMs: 3.5,
    },
  ],
};
const RESULTS: readonly RunResult[] = [
  { kind: 'ran', outcome: { kind: 'delivered' }, durationMs: 1.5, recording: RECORDING },
  { kind: 'ran', outcome: failed('retry', 'RetryError: busy', { retryAfterMs: 30_000 }), durationMs: 2 },
  { kind: 'ran', outcome: failed('gateway_timeout', 'late', { childDied: true }), durationMs: 5_000 },
  { kind: 'not-started' },
];

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe('an answer of the runner’s function', () => {
  test('comes back as it was', () => {
    expect(parseRunAnswer(JSON.stringify(answerWith(RESULTS)), RESULTS.length)).toEqual(RESULTS);
  });

  test('fits into what Lambda takes, whatever a full part of events has to say', () => {
    const message = '\u0001'.repeat(10_000);
    const worst = Array.from({ length: MAX_PART_EVENTS }, () => ({
      kind: 'ran' as const,
      outcome: failed('unsupported_event_type', message, { retryAfterMs: 900_000, childDied: true }),
      durationMs: 123_456.7,
    }));
    expect(bytesOf(answerWith(worst))).toBeLessThan(MAX_PAYLOAD_BYTES);
  });

  test('goes without the recordings that do not fit any more, and keeps every outcome', () => {
    const long = { ...RECORDING, returned: 'x'.repeat(4_000) };
    const results = Array.from({ length: 5 }, (_, index) => ({
      kind: 'ran' as const,
      outcome: failed('bad_request', `${index}`),
      durationMs: 1,
      recording: long,
    }));
    const maxBytes = 12_000;
    const answer = answerWith(results, { maxBytes });
    expect(bytesOf(answer)).toBeLessThan(maxBytes);
    expect(answer.results.map((result) => result.kind === 'ran' && result.recording !== undefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(answer.results.map((result) => result.kind === 'ran' && result.outcome)).toEqual(
      results.map(({ outcome }) => outcome),
    );
  });

  // An environment may have been taken over: it says what it likes.
  test.each([
    ['{', 'answer: is not JSON'],
    ['null', 'answer: must be an object, is null'],
    ['{"v":2}', 'v: must be 1, is 2'],
    ['{"v":1}', 'results: must be an array, is missing'],
    ['{"v":1,"results":[]}', 'results: must be 1, as many as there were events, are 0'],
    ['{"v":1,"results":["ran"]}', 'results[0]: must be an object, is a string'],
    ['{"v":1,"results":[{"kind":"perhaps"}]}', 'results[0].kind: must be ran or not-started'],
    ['{"v":1,"results":[{"kind":"ran"}]}', 'results[0].outcome: must be an object, is missing'],
    [
      '{"v":1,"results":[{"kind":"ran","outcome":{"kind":"great"}}]}',
      'results[0].outcome.kind: must be delivered or failed',
    ],
    [
      '{"v":1,"results":[{"kind":"ran","outcome":{"kind":"failed","code":"__proto__"}}]}',
      'results[0].outcome.code: must be a failure code',
    ],
    [
      '{"v":1,"results":[{"kind":"ran","outcome":{"kind":"failed","code":"retry"}}]}',
      'results[0].outcome.message: must be a string, is missing',
    ],
    [
      '{"v":1,"results":[{"kind":"ran","outcome":{"kind":"delivered"},"durationMs":"1"}]}',
      'results[0].durationMs: must be a number, is a string',
    ],
    [
      '{"v":1,"results":[{"kind":"ran","outcome":{"kind":"delivered"},"durationMs":1,"recording":{"logs":[{}]}}]}',
      'results[0].recording.logs[0].level: must be one of debug, log, info, warn, error',
    ],
  ])('is refused where it is %s', (text, message) => {
    expect(() => parseRunAnswer(text, 1)).toThrow(message);
  });

  test('is never quoted where it is refused', () => {
    const request = { method: 'GET', url: '', headers: { 'x-stolen': 1 } };
    const recording = { logs: [], requests: [request] };
    const text = JSON.stringify({
      v: 1,
      results: [{ kind: 'ran', outcome: { kind: 'delivered' }, durationMs: 1, recording }],
    });
    expect(() => parseRunAnswer(text, 1)).toThrow(
      /^results\[0\]\.recording\.requests\[0\]\.headers: must be a string, is a number$/,
    );
  });

  test('says no more in a message than an outcome may', () => {
    const outcome = { kind: 'failed', code: 'bad_request', message: 'x'.repeat(5_000) };
    const text = JSON.stringify({ v: 1, results: [{ kind: 'ran', outcome, durationMs: 1 }] });
    expect(parseRunAnswer(text, 1)).toMatchObject([{ outcome: { message: 'x'.repeat(1_000) } }]);
  });
});
