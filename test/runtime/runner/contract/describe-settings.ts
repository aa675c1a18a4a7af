import { describe, expect, test } from '@jest/globals';
import { aJob, eventsNamed, only } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

/** How a Runner hands settings over. */
export function describeSettings({ runner, failureOf }: RunnerUnderTest): void {
  describe('hands settings over', () => {
    test('with an apiKey, whatever is set', async () => {
      const job = aJob('async function onTrack(event, settings) { return settings; }', {
        settings: { list: 'a' },
        record: true,
      });
      expect(only(await runner.run(job)).recording?.returned).toEqual({ apiKey: '', list: 'a' });
    });

    test('anew for each call: what one changes, the next does not see', async () => {
      const code =
        'async function onTrack(event, settings) { const was = settings.n; settings.n = 2; return was; }';
      const results = await runner.run(
        aJob(code, { settings: { n: 1 }, events: eventsNamed('a', 'b'), record: true }),
      );
      expect(results.map((result) => result.kind === 'ran' && result.recording?.returned)).toEqual([1, 1]);
    });

    test('only where they are what the schema says', async () => {
      const settings = [
        {
          name: 'apiKey',
          label: 'API key',
          description: '',
          type: 'string' as const,
          required: true,
          sensitive: true,
        },
        {
          name: 'tags',
          label: 'Tags',
          description: '',
          type: 'array' as const,
          required: false,
          sensitive: false,
        },
      ];
      const code = 'async function onTrack() {}';
      expect(await failureOf(aJob(code, { manifest: { settings } }))).toEqual({
        code: 'invalid_settings',
        message: 'Setting "apiKey" (API key) is missing',
      });
      expect(
        await failureOf(aJob(code, { manifest: { settings }, settings: { apiKey: 'key', tags: 'a' } })),
      ).toEqual({
        code: 'invalid_settings',
        message: 'Setting "tags" (Tags) must be an array of strings',
      });
    });
  });
}
