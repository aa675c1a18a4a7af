import { expect, test } from '@jest/globals';
import { aJob, eventsNamed, only } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

/** How a Runner hands events over, and keeps them apart. */
export function describeEvents({ runner }: RunnerUnderTest): void {
  test('runs a program for two destinations apart from each other', async () => {
    const code = 'let seen = 0; async function onTrack() { seen += 1; return seen; }';
    const seen = async (destinationId: string): Promise<unknown> =>
      only(await runner.run(aJob(code, { destinationId, record: true }))).recording?.returned;
    expect([await seen('one'), await seen('one'), await seen('other')]).toEqual([1, 2, 1]);
  });

  test('runs many events in their order, each with its own outcome', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `${index}`);
    const code =
      'async function onTrack({ properties }) { if (properties.name % 3 === 0) throw new DropEvent(properties.name); }';
    const results = await runner.run(aJob(code, { events: eventsNamed(...names) }));
    expect(results).toHaveLength(1_000);
    results.forEach((result, index) => {
      const outcome =
        index % 3 === 0 ? { code: 'filtered', message: `DropEvent: ${index}` } : { kind: 'delivered' };
      expect(result).toMatchObject({ kind: 'ran', outcome });
    });
  });

  test('hands an event over unchanged, whatever characters and names it holds', async () => {
    const properties = '{"text":"\\ud800 \\uffff \\u0000 \\u2028 é 😀","__proto__":{"polluted":true}}';
    const code = `async function onTrack({ properties }) {
      return [properties.text, Object.hasOwn(properties, '__proto__'), {}.polluted === undefined];
    }`;
    const job = aJob(code, { events: [`{"type":"track","properties":${properties}}`], record: true });
    expect(only(await runner.run(job)).recording?.returned).toEqual([
      '\ud800 \uffff \u0000 \u2028 é 😀',
      true,
      true,
    ]);
  });
}
