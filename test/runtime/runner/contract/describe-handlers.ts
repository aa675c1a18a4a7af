import { describe, expect, test } from '@jest/globals';
import { anEvent } from '../../../support/builders.ts';
import { aJob, eventsNamed, only } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

/** How a Runner finds the handlers of a program, and calls them. */
export function describeHandlers({ runner, endingOf, failureOf }: RunnerUnderTest): void {
  describe('finds the handlers of', () => {
    test.each([
      ['a declared function', 'async function onTrack() {}'],
      ['a function that is not async', 'function onTrack() {}'],
      ['an undeclared variable', 'onTrack = async () => {}'],
      ['a constant', 'const onTrack = async () => {}'],
      ['a conditional definition', 'if (true) { onTrack = async function () {} }'],
      [
        'a wrapper',
        'const wrap = (handler) => async (event, settings) => handler(event, settings);\nonTrack = wrap(async () => {});',
      ],
      ['code that ends in a comment', 'function onTrack() {} // the end'],
    ])('%s', async (_, code) => {
      expect(await endingOf(aJob(code))).toBe('delivered');
    });

    test.each([
      ['a named export', 'var __sluiceModule = (() => ({ onTrack: async () => {} }))();'],
      ['a member of the default export', 'var __sluiceModule = { default: { onTrack() {} } };'],
      [
        'a method of an instance as its default export',
        'class Acme { name = "acme"; onTrack() { return this.name.length; } }\nvar __sluiceModule = { default: new Acme() };',
      ],
    ])('a module with %s', async (_, code) => {
      expect(await endingOf(aJob(code, { kind: 'module' }))).toBe('delivered');
    });
  });

  test.each(['identify', 'track', 'page', 'screen', 'group', 'alias', 'delete'])(
    'hands a %s event to its own handler',
    async (type) => {
      const handler = `on${type[0]!.toUpperCase()}${type.slice(1)}`;
      const code = `async function ${handler}({ type }) { return type; }`;
      const ran = only(
        await runner.run(aJob(code, { events: [JSON.stringify(anEvent({ type }))], record: true })),
      );
      expect(ran.recording?.returned).toBe(type);
    },
  );

  describe('runs a script as Segment does:', () => {
    const returned = async (code: string): Promise<unknown> =>
      only(await runner.run(aJob(code, { record: true }))).recording?.returned;

    test.each([
      [
        'in sloppy mode',
        'undeclared = 010; function onTrack() { with ({ a: 1 }) { return [undeclared + a, arguments.callee.name, this === window]; } }',
        [9, 'onTrack', true],
      ],
      [
        'in sloppy mode, though it asks for another as in Segment it can not',
        '/* Notes. */ // More.\n"use strict"; function onTrack() { undeclared = this === globalThis; return undeclared; }',
        true,
      ],
      [
        'strict where a function says so',
        'function onTrack() { "use strict"; return this === undefined; }',
        true,
      ],
      [
        'with window and self as names of the global object',
        'var mine = 1; function onTrack() { return [window === globalThis, self === window, self.mine, window.window === window]; }',
        [true, true, 1, true],
      ],
      [
        'with names of its own in place of the globals',
        'const cache = 1; let fetch = 2; var crypto = 3; class URL {} function atob() {} const self = 5; const onTrack = () => [cache, fetch, crypto, typeof URL, atob(), self];',
        [1, 2, 3, 'function', null, 5],
      ],
      [
        'with handlers as they were when it had run',
        'var early = onTrack; function onTrack() { return early === onTrack; } setTimeout(() => { onTrack = null; }, 0); Promise.resolve().then(() => { onTrack = null; });',
        false,
      ],
      ['with what a last line leaves open', 'function onTrack() { return 1 } /* the end */ // really', 1],
    ])('%s', async (_, code, expected) => {
      expect(await returned(code)).toEqual(expected);
    });

    test('with globals that live on between events', async () => {
      const code =
        'seen = []; function onTrack({ messageId }) { seen.push(messageId); window.count = seen.length; return count; }';
      const results = await runner.run(aJob(code, { events: eventsNamed('a', 'b', 'c'), record: true }));
      expect(results.map((result) => result.kind === 'ran' && result.recording?.returned)).toEqual([1, 2, 3]);
    });

    test.each([['constructor'], ['__proto__'], ['toString'], ['Track'], [''], ['batch']])(
      'with no handler for an event of type %j',
      async (type) => {
        const job = aJob('function onTrack() {}', { events: [JSON.stringify({ type })] });
        expect(await failureOf(job)).toEqual({
          code: 'unsupported_event_type',
          message: `${type} not supported`,
        });
      },
    );
  });
}
