import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Limits, Manifest } from '../../../runtime/contract/manifest.ts';
import type { Program } from '../../../runtime/contract/program.ts';
import type { Job, Ran, Runner, RunResult } from '../../../runtime/runner/runner.ts';
import { anEvent, aProgram } from '../../support/builders.ts';
import { Partner } from '../../support/partner.ts';

/** A job for the code of a script (or module), with one event unless told otherwise. */
export function aJob(
  code: string,
  {
    limits = {},
    manifest = {},
    kind = 'script',
    ...more
  }: Partial<Job> & {
    readonly limits?: Partial<Limits>;
    readonly manifest?: Partial<Manifest>;
    readonly kind?: Program['kind'];
  } = {},
): Job {
  const base = aProgram({ code, kind, hash: `${kind} ${code}`, fileName: 'index.js' });
  return {
    program: {
      ...base,
      manifest: {
        ...base.manifest,
        settings: null,
        ...manifest,
        limits: { ...base.manifest.limits, ...limits },
      },
    },
    destinationId: 'dst_acme',
    settings: {},
    events: [JSON.stringify(anEvent())],
    startBefore: performance.now() + 60_000,
    ...more,
  };
}

/** Events that a handler can tell apart: each has its own `name` in `properties`. */
export function eventsNamed(...names: readonly string[]): readonly string[] {
  return names.map((name) => JSON.stringify(anEvent({ messageId: name, properties: { name } })));
}

/** How each event ended: `delivered`, a failure's code, or `not-started`. */
export function endings(results: readonly RunResult[]): readonly string[] {
  return results.map((result) => {
    if (result.kind === 'not-started') return 'not-started';
    return result.outcome.kind === 'delivered' ? 'delivered' : result.outcome.code;
  });
}

/** The one result's outcome and what was recorded of it. */
export function only(results: readonly RunResult[]): Ran {
  const [result] = results;
  if (results.length !== 1 || result?.kind !== 'ran')
    throw new Error(`Expected one that ran: ${JSON.stringify(results)}`);
  return result;
}

const SPINS = 'async function onTrack({ properties }) { if (properties.name === "spin") for (;;); }';

/**
 * What every Runner does, whatever walls it puts around a program.
 * @param make starts one that may reach 127.0.0.1
 */
export function describeRunner(name: string, make: () => Promise<Runner>): void {
  describe(name, () => {
    let runner: Runner;
    beforeAll(async () => {
      runner = await make();
    });
    afterAll(() => runner.dispose());

    const endingOf = async (job: Job): Promise<string> => endings(await runner.run(job)).join(' ');
    const failureOf = async (job: Job): Promise<unknown> => {
      const { outcome } = only(await runner.run(job));
      return outcome.kind === 'failed' ? { code: outcome.code, message: outcome.message } : outcome.kind;
    };

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
        expect(results.map((result) => result.kind === 'ran' && result.recording?.returned)).toEqual([
          1, 2, 3,
        ]);
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
        [
          'a missing handler that another one calls',
          'async function onTrack(event) { return onPage(event); }',
        ],
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

    describe('ends', () => {
      test.each([
        ['a loop', 'for (;;);'],
        ['a loop after an await', 'await null; for (;;);'],
        ['a loop after a timer', 'await new Promise((go) => setTimeout(go, 5)); for (;;);'],
        [
          'a chain of microtasks without end',
          'const again = () => Promise.resolve().then(again); await again();',
        ],
        ['a promise that never settles', 'await new Promise(() => {});'],
        ['a thenable that never answers', 'return { then() {} };'],
        ['a thrown proxy that never answers', 'throw new Proxy(new Error("x"), { get() { for (;;); } });'],
        [
          'a rejection that nobody awaits and that never answers',
          'Promise.reject(new Proxy(new Error("x"), { get() { for (;;); } })); await new Promise(() => {});',
        ],
        ['a computation in one native step', 'return String(7n ** (7n ** 9n));'],
      ])('%s, and not its neighbours', async (_, statements) => {
        const code = `async function onTrack({ properties }) { if (properties.name === 'bad') { ${statements} } }`;
        const job = aJob(code, {
          events: eventsNamed('a', 'bad', 'b'),
          limits: { timeoutMs: 500, cpuMs: 100 },
        });
        expect(await endingOf(job)).toBe('delivered gateway_timeout delivered');
      });

      test.each([
        ['an array that grows', 'const all = []; for (;;) all.push(new Array(1000).fill(properties.name));'],
        ['one huge array', 'new Array(1e9).fill(1);'],
        [
          'a map that grows',
          'const all = new Map(); for (let i = 0; ; i += 1) all.set(i, `${i}`.repeat(100));',
        ],
      ])('%s, and not its neighbours', async (_, statements) => {
        const code = `async function onTrack({ properties }) { if (properties.name === 'bad') { ${statements} } }`;
        const job = aJob(code, {
          events: eventsNamed('a', 'bad', 'b'),
          limits: { timeoutMs: 20_000, cpuMs: 5_000, memoryMb: 64 },
        });
        expect(await endingOf(job)).toBe('delivered memory_limit_exceeded delivered');
      });
    });

    test('says of what can not be stopped which limit it passed, and how long it ran', async () => {
      const code = 'async function onTrack() { return String(7n ** (7n ** 9n)); }';
      const limits = { timeoutMs: 20_000, cpuMs: 100 };
      const { outcome, durationMs } = only(await runner.run(aJob(code, { limits, alone: true })));
      expect(outcome).toMatchObject({
        code: 'gateway_timeout',
        message: 'The function used more than 100 ms of CPU time and could not be stopped',
      });
      expect(durationMs).toBeGreaterThanOrEqual(limits.cpuMs);
    });

    // Healthy deliveries were ended as `gateway_timeout` on a machine that was busy loading programs.
    test('counts the CPU time that loading takes against no call', async () => {
      const spinFor = (ms: number): string => `for (const end = Date.now() + ${ms}; Date.now() < end;);`;
      const code = `${spinFor(300)} async function onTrack() { ${spinFor(60)} }`;
      expect(await endingOf(aJob(code, { limits: { cpuMs: 200 } }))).toBe('delivered');
    });

    // Side by side on few cores each waits longer for a core than it computes, and waiting is no CPU time.
    test('lets programs that compute at once have their CPU time each', async () => {
      const computes =
        'async function onTrack() { let sum = 0; for (let i = 0; i < 3e7; i += 1) sum += i % 7; return sum; }';
      const destinationIds = Array.from({ length: 16 }, (_, index) => `dst_${index}`);
      const limits = { cpuMs: 300, timeoutMs: 30_000 };
      const all = destinationIds.map((destinationId) => endingOf(aJob(computes, { destinationId, limits })));
      expect(new Set(await Promise.all(all))).toEqual(new Set(['delivered']));
    });

    test('says not-started of what its budget leaves over', async () => {
      const job = aJob('async function onTrack() {}', {
        events: eventsNamed('a', 'b'),
        startBefore: performance.now() - 1,
      });
      expect(await endingOf(job)).toBe('not-started not-started');
    });

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
        expect(results.map((result) => result.kind === 'ran' && result.recording?.returned)).toEqual([
          1, 2, 3,
        ]);
      });
    });

    test('serves others while one spins', async () => {
      const spinning = runner.run(
        aJob(SPINS, {
          destinationId: 'dst_spin',
          events: eventsNamed('spin'),
          limits: { cpuMs: 2_000, timeoutMs: 10_000 },
        }),
      );
      const ended: string[] = [];
      const healthy = endingOf(aJob('async function onTrack() {}', { destinationId: 'dst_other' })).then(
        (ending) => ended.push(ending),
      );
      await Promise.all([healthy, spinning.then((results) => ended.push(...endings(results)))]);
      expect(ended).toEqual(['delivered', 'gateway_timeout']);
    });
  });
}
