import { describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

const throwing = (name: string): string => `{ get ${name}() { throw new Error('got'); } }`;
const spinning = (name: string): string => `{ get ${name}() { for (;;); } }`;

describe('a getter that throws', () => {
  test.each([
    ['then of what is returned', `return ${throwing('then')};`, 'bad_request'],
    [
      'constructor of a returned promise',
      'return Object.assign(Object.create(Promise.prototype), { get constructor() { throw 1; } });',
      'bad_request',
    ],
    ['a member of what is returned', `return ${throwing('a')};`, 'delivered'],
    ['toJSON of what is returned', `return ${throwing('toJSON')};`, 'delivered'],
    ['message of what is thrown', `throw ${throwing('message')};`, 'bad_request'],
    ['name of what is thrown', `throw ${throwing('name')};`, 'bad_request'],
    [
      'retryAfterMs of a RetryError',
      `throw new RetryError('no', ${throwing('retryAfterMs')});`,
      'bad_request',
    ],
    ['a member of what is logged', `console.log(${throwing('a')}, [${throwing('a')}]);`, 'delivered'],
    ['headers of a request', `await fetch('http://127.0.0.1:9/', ${throwing('headers')});`, 'bad_request'],
  ])('%s', async (_, statements, ending) => {
    expect(await hostile.amongOthers(statements)).toBe(`delivered ${ending} delivered`);
    expect(endings([await hostile.alone(`async function onTrack() { ${statements} }`)])).toEqual([ending]);
  });
});

describe('a getter that never ends ends its own event alone, be it', () => {
  test.each([
    ['then of what is returned', `return ${spinning('then')};`],
    ['message of what is thrown', `throw ${spinning('message')};`],
    ['name of what is thrown', `throw ${spinning('name')};`],
    [
      'the prototype of what is thrown',
      `throw Object.create(new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); } }));`,
    ],
  ])('%s', async (_, statements) => {
    expect(await hostile.amongOthers(statements)).toBe('delivered gateway_timeout delivered');
  });

  test.each([
    ['a member of what is returned', `return ${spinning('a')};`],
    ['toJSON of what is returned', `return ${spinning('toJSON')};`],
    ['what a logged value says it is', `console.log(${spinning('[Symbol.toStringTag]')});`],
  ])('%s, where it is looked at', async (_, statements) => {
    expect(await hostile.amongOthers(statements)).toBe('delivered delivered delivered');
    const { outcome } = await hostile.alone(`async function onTrack() { ${statements} }`, {
      limits: { cpuMs: 50 },
    });
    expect(outcome).toMatchObject({ code: 'gateway_timeout' });
  });
});

test('a getter of what is logged is not called', async () => {
  const { outcome, recording } = await hostile.alone(
    `async function onTrack() { console.log(${spinning('a')}); }`,
  );
  expect(outcome).toEqual({ kind: 'delivered' });
  expect(recording?.logs).toEqual([{ level: 'log', message: '{ a: [Getter] }' }]);
});

describe('an answer of onBatch', () => {
  const endingsOf = async (answer: string): Promise<readonly string[]> => {
    const code = `async function onBatch(events) { return ${answer}; }`;
    const limits = { timeoutMs: 500, cpuMs: 50 };
    return endings(await hostile.run(aJob(code, { events: eventsNamed('a', 'b'), limits })));
  };

  test.each([
    ['whose status throws', `events.map(() => (${throwing('status')}))`, 'bad_request'],
    [
      'whose message throws',
      'events.map(() => ({ status: 500, get errormessage() { throw 1; } }))',
      'bad_request',
    ],
    ['whose status never ends', `events.map(() => (${spinning('status')}))`, 'gateway_timeout'],
    [
      'whose message never ends',
      'events.map(() => ({ status: 500, get errormessage() { for (;;); } }))',
      'gateway_timeout',
    ],
    [
      'whose statuses are no numbers',
      'events.map(() => ({ status: { valueOf: () => 200 } }))',
      'bad_request',
    ],
    ['whose status is NaN', 'events.map(() => ({ status: NaN }))', 'bad_request'],
    ['whose statuses are missing', 'Object.assign([], { length: events.length })', 'bad_request'],
  ])('%s fails its batch', async (_, answer, ending) => {
    expect(await endingsOf(answer)).toEqual([ending, ending]);
  });

  test('is read once for each event: what it says later counts for nobody', async () => {
    const answer = `events.map(() => { let asked = 0; return { get status() { asked += 1; return asked > 1 ? 500 : 200; } }; })`;
    expect(await endingsOf(answer)).toEqual(['delivered', 'delivered']);
  });
});
