import { describe, expect, test } from '@jest/globals';
import { aJob, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();
const LIMITS = { timeoutMs: 5_000, cpuMs: 2_000 };
const HUGE = "'x'.repeat(50e6)";
/** JSON of more takes the memory that a program has. */
const LARGE = "'x'.repeat(20e6)";

describe('50 MB end nobody else and leave the isolate cut short, as', () => {
  test.each([
    ['the message of an error', `throw new Error(${HUGE});`],
    ['the name of an error', `const error = new Error('no'); error.name = ${HUGE}; throw error;`],
    ['a thrown text', `throw ${HUGE};`],
    ['a thrown number', 'throw 10n ** 40000n;'],
    ['the message of a RetryError', `throw new RetryError(${HUGE});`],
    ['the message of a request', `await fetch(${HUGE});`],
    ['a method', `await fetch('http://127.0.0.1:9/', { method: ${HUGE} });`],
    ['the name of a header', `await fetch('http://127.0.0.1:9/', { headers: { [${HUGE}]: 'a' } });`],
    ['a URL', `await fetch('http://127.0.0.1:9/' + ${HUGE});`],
  ])('%s', async (_, statements) => {
    const code = `async function onTrack({ properties }) { if (properties.name === 'bad') { ${statements} } }`;
    const results = await hostile.run(aJob(code, { events: eventsNamed('a', 'bad', 'b'), limits: LIMITS }));
    expect(results).toMatchObject([
      { outcome: { kind: 'delivered' } },
      { outcome: { kind: 'failed', code: expect.stringMatching(/^(?:bad_request|retry)$/) } },
      { outcome: { kind: 'delivered' } },
    ]);
    expect(JSON.stringify(results).length).toBeLessThan(4_000);
  });

  test.each([
    ['a body', `await fetch('http://127.0.0.1:9/', { method: 'POST', body: ${HUGE} });`],
    [
      'bytes of a body',
      "await fetch('http://127.0.0.1:9/', { method: 'POST', body: new Uint8Array(50e6) });",
    ],
    ['a header', `await fetch('http://127.0.0.1:9/', { headers: { 'x-a': ${HUGE} } });`],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements, { limits: LIMITS })).toBe('delivered bad_request delivered');
  });

  test.each([
    ['the status of a batch', `events.map(() => ({ status: ${HUGE} }))`],
    ['the message of a batch', `events.map(() => ({ status: 400, errormessage: ${HUGE} }))`],
    [
      'the message of a batch as an error',
      `events.map(() => ({ status: 400, errormessage: new Error(${HUGE}) }))`,
    ],
    [
      'the length of a batch',
      `new Proxy([], { get: (target, key) => (key === 'length' ? ${HUGE} : target[key]) })`,
    ],
    ['statuses', 'new Array(1e6).fill({ status: 200 })'],
  ])('%s', async (_, answer) => {
    const code = `async function onBatch(events) { return ${answer}; }`;
    const results = await hostile.run(aJob(code, { events: eventsNamed('a', 'b'), limits: LIMITS }));
    expect(results).toMatchObject([
      { outcome: { code: 'bad_request' } },
      { outcome: { code: 'bad_request' } },
    ]);
    expect(JSON.stringify(results).length).toBeLessThan(4_000);
  });
});

describe('of 20 MB, what is recorded is little:', () => {
  test.each([
    ['a returned text', `return ${LARGE};`],
    ['a returned object', `return { a: ${LARGE} };`],
    ['a returned array', 'return new Array(2e6).fill(1);'],
    ['a returned JSON', `return { toJSON: () => ${LARGE} };`],
    ['a line', `console.log(${LARGE});`],
    ['a line with a place for it', `const huge = ${LARGE}; console.log('%s %j', huge, huge);`],
    ['a pattern of lines', "console.log('%s'.repeat(10e6), 'a', 'b');"],
    ['an object in a line', `console.log({ a: ${LARGE}, b: [${LARGE}] });`],
    ['a long array in a line', 'console.log(new Array(1e6).fill(1), new Set(new Array(1e5).keys()));'],
    [
      'a wide and deep array in a line',
      'let it = 1; for (let i = 0; i < 6; i += 1) it = new Array(100).fill(it); console.log(it);',
    ],
    ['many lines', `const line = 'x'.repeat(1e4); for (let i = 0; i < 5_000; i += 1) console.log(line);`],
    ['a label', `console.count(${LARGE}); console.time(${LARGE}); console.timeEnd(${LARGE});`],
  ])('%s', async (_, statements) => {
    const code = `async function onTrack() { ${statements} }`;
    const { outcome, recording } = await hostile.alone(code, { limits: LIMITS });
    expect(outcome).toEqual({ kind: 'delivered' });
    expect(JSON.stringify(recording).length).toBeLessThan(10_000);
  });

  // What crossed was read by recursion in the parent process, whose stack overflowed: the platform ended.
  test.each([200, 2_000, 6_000, 20_000])('a returned value %d levels deep', async (levels) => {
    const statements = `let it = []; for (let i = 0; i < ${levels}; i += 1) it = i % 2 ? [it] : { it }; return it;`;
    expect(await hostile.returned(statements)).toBeNull();
  });

  test('a returned value a hundred levels deep, with brackets in its texts', async () => {
    const returned = await hostile.returned(
      "let it = '[[[{\\\\\"[['; for (let i = 0; i < 100; i += 1) it = [it]; return it;",
    );
    expect(JSON.stringify(returned)).toBe(
      `${'['.repeat(100)}${JSON.stringify('[[[{\\"[[')}${']'.repeat(100)}`,
    );
  });
});

test('a hundred thousand rejections of 500 characters fail nobody', async () => {
  const statements = "for (let i = 0; i < 1e5; i += 1) Promise.reject(new Error('x'.repeat(500)));";
  expect(await hostile.amongOthers(statements, { limits: LIMITS })).toBe('delivered delivered delivered');
});
