import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed, only } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

/** How a Runner calls onBatch, and reads its answer. */
export function describeBatches({ runner, endingOf }: RunnerUnderTest): void {
  describe('onBatch', () => {
    test('gets the events at hand together, and says of each how it ended', async () => {
      const code = `async function onBatch(events) {
        return events.map(({ properties }) => ({ status: Number(properties.name), errormessage: 'so it is' }));
      }`;
      const statuses = ['200', '302', '400', '408', '423', '429', '500', '501', '503'];
      const job = aJob(code, { events: eventsNamed(...statuses) });
      expect(await endingOf(job)).toBe(
        'delivered delivered bad_request retry retry retry retry bad_request retry',
      );
    });

    test('gets no more than the manifest says', async () => {
      const code =
        'async function onBatch(events) { if (events.length > 3) throw new Error(`${events.length}`); }';
      const job = aJob(code, {
        manifest: { batch: { maxCount: 3 } },
        events: eventsNamed('a', 'b', 'c', 'd', 'e'),
      });
      expect(new Set((await endingOf(job)).split(' '))).toEqual(new Set(['delivered']));
    });

    test.each([
      ['an array of another length', 'return [];', 'onBatch returned 0 statuses for 2 events'],
      [
        'something else in the array',
        'return [{ status: 200 }, "ok"];',
        'onBatch returned no { status, errormessage? } at index 1',
      ],
      ['a throw', 'throw new Error("no");', 'no'],
    ])('fails all for %s', async (_, statement, message) => {
      const results = await runner.run(
        aJob(`async function onBatch() { ${statement} }`, { events: eventsNamed('a', 'b') }),
      );
      for (const result of results)
        expect(result).toMatchObject({ outcome: { code: 'bad_request', message } });
    });

    test('has the CPU time of one call, however many events it gets', async () => {
      // Each slice is well within the limit, all together are not.
      const code = `async function onBatch() {
        for (let slice = 0; slice < 20; slice += 1) {
          for (const until = Date.now() + 100; Date.now() < until;);
          await new Promise((go) => setTimeout(go, 1));
        }
      }`;
      const limits = { timeoutMs: 20_000, cpuMs: 300 };
      const names = Array.from({ length: 10 }, (_, index) => `${index}`);
      const job = aJob(code, { limits, events: eventsNamed(...names), record: true });
      expect(new Set(endings(await runner.run(job)))).toEqual(new Set(['gateway_timeout']));
    });

    test('gets an array of one, too', async () => {
      const code =
        'async function onBatch() { return "batch"; } async function onTrack() { return "track"; }';
      const ran = only(await runner.run(aJob(code, { record: true, asArray: true })));
      expect(ran.recording?.returned).toBe('batch');
    });

    test('leaves a delivery that comes alone to its own handler', async () => {
      const code =
        'async function onBatch() { return "batch"; } async function onTrack() { return "track"; }';
      expect(only(await runner.run(aJob(code, { record: true }))).recording?.returned).toBe('track');
    });
  });
}
