import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../../../runtime/runner/runner.ts';
import { Partner } from '../../../support/partner.ts';
import { aJob, eventsNamed } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

/** What a program's cache keeps. */
export function describeCache({ runner, endingOf }: RunnerUnderTest): void {
  describe('cache', () => {
    const returnedOf = (results: readonly RunResult[]): readonly unknown[] =>
      results.map((result) => (result.kind === 'ran' ? result.recording?.returned : result.kind));

    test('loads a value once for all events of a destination', async () => {
      const code = `let loads = 0;
        async function onTrack() { return cache.load('token', 60_000, async () => { loads += 1; return loads; }); }`;
      const seen = async (destinationId: string): Promise<unknown> =>
        returnedOf(
          await runner.run(aJob(code, { destinationId, events: eventsNamed('a', 'b'), record: true })),
        );
      expect([await seen('dst_one'), await seen('dst_one'), await seen('dst_other')]).toEqual([
        [1, 1],
        [1, 1],
        [1, 1],
      ]);
    });

    test('makes one request for events that ask for the same at once', async () => {
      await using partner = await Partner.start({ body: 'token' });
      const code = `async function onTrack() {
        const token = await cache.load('token', -1, async () => (await fetch('${partner.url}')).text());
        if (token !== 'token') throw new Error(token);
      }`;
      const job = aJob(code, { events: eventsNamed('a', 'b', 'c', 'd') });
      expect(await endingOf(job)).toBe('delivered delivered delivered delivered');
      expect(partner.requests).toHaveLength(1);
    });

    test('fails for all who waited, as the load itself did, and loads anew for the next', async () => {
      await using partner = await Partner.start((_, seen) =>
        seen === 1 ? { kind: 'reset' } : { body: 'token' },
      );
      const code = `async function onTrack() {
        await cache.load('token', -1, async () => (await fetch('${partner.url}')).text());
      }`;
      const job = aJob(code, { events: eventsNamed('a', 'b') });
      expect(await endingOf(job)).toBe('network_error network_error');
      expect(await endingOf(job)).toBe('delivered delivered');
    });

    // What an attempt leaves under way never answers: the next one would wait for it until its deadline.
    test('does not let an event wait for a load whose attempt is over', async () => {
      await using partner = await Partner.start((_, seen) =>
        seen === 1 ? { kind: 'hang' } : { body: 'token' },
      );
      const code = `async function onTrack({ properties }) {
        const token = cache.load('token', -1, async () => (await fetch('${partner.url}')).text());
        if (properties.name === 'leaves') return 'left';
        return token;
      }`;
      const events = eventsNamed('leaves', 'waits', 'has it');
      expect(returnedOf(await runner.run(aJob(code, { events, record: true })))).toEqual([
        'left',
        'token',
        'token',
      ]);
      expect(partner.requests).toHaveLength(2);
    });

    test.each([
      ['never ends', 'new Promise(() => {})'],
      ['gives a thenable that never answers', '({ then() {} })'],
      ['gives a value that can not be read to its end', '({ toJSON() { for (;;); } })'],
    ])('ends an event whose load %s, and none of the next', async (_, value) => {
      const code = `async function onTrack({ properties }) {
        await cache.load('key', -1, async () => (properties.name === 'bad' ? ${value} : 'good'));
      }`;
      const limits = { timeoutMs: 500, cpuMs: 100 };
      expect(await endingOf(aJob(code, { limits, events: eventsNamed('bad'), alone: true }))).toBe(
        'gateway_timeout',
      );
      expect(await endingOf(aJob(code, { limits, events: eventsNamed('good', 'bad') }))).toBe(
        'delivered delivered',
      );
    });

    test('lets a program that fills it run on, within its memory', async () => {
      const code = `async function onTrack() {
        for (let i = 0; i < 5_000; i += 1) await cache.load(i, -1, () => 'x'.repeat(20_000) + i);
        return [await cache.load(0, -1, () => 'anew'), (await cache.load(4_999, -1, () => 'anew')).length];
      }`;
      const job = aJob(code, { limits: { memoryMb: 64, cpuMs: 5_000, timeoutMs: 20_000 }, record: true });
      expect(returnedOf(await runner.run(job))).toEqual([['anew', 20_004]]);
    });

    test('is out of reach of a program that replaces what it is made of', async () => {
      const code = `for (const name of ['get', 'set', 'delete', 'keys']) Map.prototype[name] = () => { throw new Error(name); };
        Map = Promise = JSON.stringify = Date.now = () => { throw new Error('replaced'); };
        async function onTrack() {
          const load = (value) => cache.load('__proto__', 60_000, async () => value);
          const kept = [await load('first'), await load('second')];
          cache.delete('__proto__');
          return [...kept, await load('third')];
        }`;
      expect(returnedOf(await runner.run(aJob(code, { record: true })))).toEqual([
        ['first', 'first', 'third'],
      ]);
    });
  });
}
