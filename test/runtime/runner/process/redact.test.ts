import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { SettingSchema } from '../../../../runtime/contract/manifest.ts';
import { DELIVERED, failed } from '../../../../runtime/contract/outcome.ts';
import { createRedactor } from '../../../../runtime/runner/process/redact.ts';
import type { RecordedRequest } from '../../../../runtime/sandbox/recording.ts';
import { anyJson } from '../../../support/arbitraries.ts';

function aRequest(more: Partial<RecordedRequest> = {}): RecordedRequest {
  return {
    method: 'POST',
    url: 'https://a.example/',
    headers: {},
    body: null,
    status: 200,
    durationMs: 1,
    ...more,
  };
}

function sensitive(name: string, isSensitive = true): SettingSchema {
  return { name, label: name, description: '', type: 'string', required: true, sensitive: isSensitive };
}

/** What becomes of a text under a redactor for these settings. */
function redacted(
  text: string,
  settings: Readonly<Record<string, unknown>>,
  schema: readonly SettingSchema[] | null = null,
): string {
  const outcome = createRedactor(settings, schema).outcome(failed('bad_request', text));
  return outcome.kind === 'failed' ? outcome.message : '';
}

describe('createRedactor()', () => {
  test('leaves no secret in any text', () => {
    const secret = fc.string({
      minLength: 4,
      maxLength: 12,
      unit: fc.constantFrom('a', 'b', 'c', '"', '$', '\\'),
    });
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '-') }),
        (secrets, filler) => {
          const settings = Object.fromEntries(secrets.map((each, index) => [`s${index}`, each]));
          const text = secrets.join(filler);
          const after = redacted(text, settings);
          for (const each of secrets) expect(after).not.toContain(each);
        },
      ),
    );
  });

  test('takes the longest first: one secret may be a part of another', () => {
    expect(redacted('key-one key', { a: 'key-', b: 'key-one' })).toBe('[redacted] key');
    expect(redacted('abcdefgh', { a: 'abcd', b: 'abcdefgh' })).toBe('[redacted]');
  });

  test('redacts the strings within lists and maps of settings', () => {
    const settings = { list: ['in-list'], map: { key: 'in-map' }, deep: [{ a: ['in-deep'] }], number: 12345 };
    expect(redacted('in-list in-map in-deep key 12345', settings)).toBe(
      '[redacted] [redacted] [redacted] key 12345',
    );
  });

  test('leaves what is shorter than four characters', () => {
    expect(redacted('abc abcd', { a: 'abc', b: '', c: 'abcd' })).toBe('abc [redacted]');
  });

  test('redacts what the schema says is sensitive, and nothing else', () => {
    const schema = [
      sensitive('apiKey'),
      sensitive('region', false),
      sensitive('missing'),
      sensitive('constructor'),
    ];
    expect(
      redacted('secret-key eu-west other', { apiKey: 'secret-key', region: 'eu-west', x: 'other' }, schema),
    ).toBe('[redacted] eu-west other');
  });

  test('redacts what is left of a secret where a text was cut', () => {
    const settings = { key: 'secret-key-of-acme' };
    expect(redacted('token is secret-key-of-a', settings)).toBe('token is [redacted]');
    expect(redacted('token is secret-k', settings)).toBe('token is [redacted]');
    expect(redacted('token is secret', settings)).toBe('token is secret');
  });

  test('leaves what was delivered, and codes and delays', () => {
    const redactor = createRedactor({ a: 'retry' }, null);
    expect(redactor.outcome(DELIVERED)).toEqual(DELIVERED);
    expect(redactor.outcome(failed('retry', 'retry', { retryAfterMs: 5 }))).toEqual({
      kind: 'failed',
      code: 'retry',
      message: '[redacted]',
      retryAfterMs: 5,
    });
  });

  test('redacts returned values, names of members included, and lines', () => {
    const redactor = createRedactor({ key: 'secret' }, null);
    const recording = {
      returned: { a: ['secret', 1, null], 'my secret': { secret: true } },
      logs: [{ level: 'log' as const, message: 'a secret' }],
      requests: [],
    };
    expect(redactor.recording(recording)).toEqual({
      returned: { a: ['[redacted]', 1, null], 'my [redacted]': { '[redacted]': true } },
      logs: [{ level: 'log', message: 'a [redacted]' }],
      requests: [],
    });
  });

  test('redacts requests: URL, body, headers by value, and by name', () => {
    const redactor = createRedactor({ key: 'secret' }, null);
    const headers = {
      Authorization: 'Basic abc',
      cookie: 'a=b',
      'Proxy-Authorization': 'x',
      'x-key': 'of secret',
      accept: '*/*',
    };
    const request = aRequest({ url: 'https://a.example/?key=secret', body: '{"key":"secret"}', headers });
    const { requests } = redactor.recording({ returned: null, logs: [], requests: [request, aRequest()] });
    expect(requests).toEqual([
      aRequest({
        url: 'https://a.example/?key=[redacted]',
        body: '{"key":"[redacted]"}',
        headers: {
          Authorization: '[redacted]',
          cookie: '[redacted]',
          'Proxy-Authorization': '[redacted]',
          'x-key': 'of [redacted]',
          accept: '*/*',
        },
      }),
      aRequest(),
    ]);
  });

  test('leaves values without a secret as they are', () => {
    fc.assert(
      fc.property(anyJson(), (returned) => {
        const { returned: after } = createRedactor({ key: 'no such text' }, null).recording({
          returned,
          logs: [],
          requests: [],
        });
        expect(JSON.stringify(after)).toBe(JSON.stringify(returned));
      }),
    );
  });
});
