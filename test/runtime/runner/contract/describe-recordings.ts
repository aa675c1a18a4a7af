import { describe, expect, test } from '@jest/globals';
import { Partner } from '../../../support/partner.ts';
import { aJob, eventsNamed, only } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

/** What a Runner shows of a run. */
export function describeRecordings({ runner }: RunnerUnderTest): void {
  describe('records', () => {
    test('what was logged, asked for and returned', async () => {
      await using partner = await Partner.start({ status: 201, body: '{"ok":true}' });
      const url = `http://127.0.0.1:${partner.port}/events`;
      const code = `async function onTrack(event, settings) {
        console.log('sending %s', event.messageId, { to: 'acme' });
        const response = await fetch('${url}', {
          method: 'POST', headers: { Authorization: 'Bearer ' + settings.apiKey }, body: JSON.stringify({ key: settings.apiKey }),
        });
        console.error('got', response.status);
        return { ...(await response.json()), key: settings.apiKey };
      }`;
      const { outcome, recording } = only(
        await runner.run(aJob(code, { settings: { apiKey: 'secret-key' }, record: true })),
      );
      expect(outcome).toEqual({ kind: 'delivered' });
      expect(recording).toEqual({
        returned: { ok: true, key: '[redacted]' },
        logs: [
          { level: 'log', message: "sending m1 { to: 'acme' }" },
          { level: 'error', message: 'got 201' },
        ],
        requests: [
          {
            method: 'POST',
            url,
            headers: { authorization: '[redacted]', 'content-type': 'text/plain;charset=UTF-8' },
            body: '{"key":"[redacted]"}',
            status: 201,
            durationMs: expect.any(Number),
          },
        ],
      });
      expect(partner.requests).toMatchObject([
        {
          method: 'POST',
          path: '/events',
          body: '{"key":"secret-key"}',
          headers: { authorization: 'Bearer secret-key' },
        },
      ]);
    });

    test('how long it waited for an answer that never came', async () => {
      await using partner = await Partner.start({ kind: 'hang' });
      const code = `async function onTrack() { await fetch('http://127.0.0.1:${partner.port}/'); }`;
      const limits = { timeoutMs: 300 };
      const { recording } = only(await runner.run(aJob(code, { limits, record: true })));
      expect(recording?.requests).toMatchObject([{ status: null }]);
      expect(recording?.requests[0]?.durationMs).toBeGreaterThan(0);
    });

    test('no more output than is kept of an attempt', async () => {
      const code =
        'async function onTrack() { for (let i = 0; i < 1000; i += 1) console.log("line " + i); console.log("x".repeat(1e6)); }';
      const { recording } = only(await runner.run(aJob(code, { record: true })));
      expect(recording?.logs.length).toBeLessThanOrEqual(100);
      expect(recording?.logs.map(({ message }) => message).join('').length).toBeLessThanOrEqual(4_096);
    });

    test.each([
      ['refers to itself', 'const cycle = {}; cycle.cycle = cycle; return cycle;', 'it is no JSON'],
      ['is a function', 'return () => 1;', 'it is no JSON'],
      ['is a BigInt', 'return 10n;', 'it is no JSON'],
      ['is too long', 'return "x".repeat(64 * 1024);', 'its JSON has 65538 characters, the limit is 65536'],
      [
        'is too deep',
        'let value = 1; for (let i = 0; i < 101; i += 1) value = [value]; return value;',
        'it is nested 101 levels deep, the limit is 100',
      ],
    ])('null for a returned value that %s, and says why', async (_, statements, reason) => {
      const code = `async function onTrack() { console.log('first'); ${statements} }`;
      const { outcome, recording } = only(await runner.run(aJob(code, { record: true })));
      expect(outcome).toEqual({ kind: 'delivered' });
      expect(recording).toMatchObject({
        returned: null,
        logs: [
          { level: 'log', message: 'first' },
          { level: 'warn', message: `Cannot show the returned value: ${reason}` },
        ],
      });
    });

    test('nothing about a handler that returns nothing', async () => {
      const { recording } = only(await runner.run(aJob('async function onTrack() {}', { record: true })));
      expect(recording).toEqual({ returned: null, logs: [], requests: [] });
    });

    test('an array of events in one isolate, in order', async () => {
      const code = 'let seen = 0; async function onTrack() { seen += 1; return seen; }';
      const results = await runner.run(
        aJob(code, { destinationId: 'dst_order', events: eventsNamed('a', 'b', 'c'), record: true }),
      );
      expect(results.map((result) => result.kind === 'ran' && result.recording?.returned)).toEqual([1, 2, 3]);
    });
  });
}
