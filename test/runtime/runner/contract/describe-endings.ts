import { describe, expect, test } from '@jest/globals';
import { Partner } from '../../../support/partner.ts';
import { aJob, only } from '../a-job.ts';
import type { RunnerUnderTest } from './runner-under-test.ts';

/** How a Runner tells how a handler ended, or why it could not be loaded. */
export function describeEndings({ runner, failureOf }: RunnerUnderTest): void {
  describe('tells how a handler ended:', () => {
    test.each([
      [
        'EventNotSupported',
        'throw new EventNotSupported("no")',
        'unsupported_event_type',
        'EventNotSupported: no',
      ],
      [
        'InvalidEventPayload',
        'throw new InvalidEventPayload("no")',
        'message_rejected',
        'InvalidEventPayload: no',
      ],
      ['ValidationError', 'throw new ValidationError("no")', 'message_rejected', 'ValidationError: no'],
      ['DropEvent', 'throw new DropEvent("no")', 'filtered', 'DropEvent: no'],
      ['RetryError', 'throw new RetryError("no")', 'retry', 'RetryError: no'],
      [
        'a class of their own',
        'class Later extends RetryError {}; throw new Later("no")',
        'retry',
        'RetryError: no',
      ],
      ['another error', 'throw new Error("no")', 'bad_request', 'no'],
      ['a string', 'throw "no"', 'bad_request', 'no'],
      ['nothing', 'throw undefined', 'bad_request', 'undefined'],
      ['a symbol', 'throw Symbol("no")', 'bad_request', 'threw a symbol'],
      ['an object', 'throw { code: 1 }', 'bad_request', 'threw an object that is no error'],
      [
        'an unreadable value',
        'throw { get message() { throw 1; } }',
        'bad_request',
        'threw a value that cannot be read',
      ],
    ])('%s', async (_, statement, code, message) => {
      expect(await failureOf(aJob(`async function onTrack() { ${statement} }`))).toEqual({ code, message });
    });

    test('no handler for the type', async () => {
      expect(await failureOf(aJob('async function onIdentify() {}'))).toEqual({
        code: 'unsupported_event_type',
        message: 'track not supported',
      });
    });

    test.each([
      ['a missing handler that another one calls', 'async function onTrack(event) { return onPage(event); }'],
      [
        'a missing handler in a table by type',
        'const handlers = { track: onTrack, page: onPage }; async function onScreen() {}',
      ],
    ])('%s', async (_, code) => {
      expect(await failureOf(aJob(code))).toMatchObject({
        code: 'unsupported_event_type',
        message: expect.stringMatching(/track not supported$/),
      });
    });

    test('one handler whose error another throws again', async () => {
      const code = `async function onPage(event) { throw new ValidationError('no ' + event.type); }
        async function onTrack(event) { try { await onPage(event); } catch (error) { throw error; } }`;
      expect(await failureOf(aJob(code))).toEqual({
        code: 'message_rejected',
        message: 'ValidationError: no track',
      });
    });

    test('the delay that a RetryError asks for', async () => {
      const job = aJob(
        'async function onTrack() { throw new RetryError("busy", { retryAfterMs: 30000.5 }); }',
      );
      expect(only(await runner.run(job)).outcome).toMatchObject({ code: 'retry', retryAfterMs: 30_000 });
    });

    test('a partner that refuses the connection', async () => {
      const partner = await Partner.start();
      const url = `http://127.0.0.1:${partner.port}/`;
      await partner[Symbol.asyncDispose]();
      const job = aJob(`async function onTrack() { await fetch(${JSON.stringify(url)}); }`);
      expect(await failureOf(job)).toMatchObject({ code: 'network_error' });
    });

    test('a message of 50 MB, cut', async () => {
      const job = aJob('async function onTrack() { throw new Error("x".repeat(50e6)); }');
      const { outcome } = only(await runner.run(job));
      expect(outcome).toMatchObject({ code: 'bad_request', message: 'x'.repeat(1_000) });
    });
  });

  describe('gives code that cannot be loaded as an outcome:', () => {
    test.each([
      [
        'a syntax error, with line and column',
        'async function onTrack() {\n  let a = ;\n}',
        /^Cannot load the function: SyntaxError: .*index\.js:2:11/,
      ],
      [
        'a throw at load, with line and column',
        '\n\nmissing.call();\nfunction onTrack() {}',
        /^Cannot load the function: ReferenceError: missing is not defined \(index\.js:3:1\)/,
      ],
      [
        'a loop at load',
        'for (;;);',
        /^Cannot load the function: its top-level code did not end within 1000 ms/,
      ],
      [
        'a thrown proxy that never answers',
        'throw new Proxy(new Error("x"), { get() { for (;;); } });',
        /^Cannot load the function/,
      ],
    ])('%s', async (_, code, message) => {
      expect(await failureOf(aJob(code))).toEqual({
        code: 'invalid_function',
        message: expect.stringMatching(message),
      });
    });
  });
}
