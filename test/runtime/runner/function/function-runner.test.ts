import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anEvent } from '../../../support/builders.ts';
import { Partner } from '../../../support/partner.ts';
import { aJob, endings, eventsNamed, only } from '../a-job.ts';
import { FunctionRunnerUnderTest } from './a-function-runner.ts';
import type { Fate, Invocation } from './fake-lambda.ts';

const HARMLESS = 'async function onTrack() {}';
const RETURNS_NAME = 'async function onTrack({ properties }) { throw new DropEvent(properties.name); }';

let runner: FunctionRunnerUnderTest;
let partner: Partner;

beforeEach(async () => {
  runner = await FunctionRunnerUnderTest.start();
  partner = await Partner.start();
});
afterEach(async () => {
  await runner.dispose();
  await partner.close();
});

/** A handler that sends each event's name to the partner. */
function tells(): string {
  return `async function onTrack({ properties }) {
    await fetch('${partner.url}/' + properties.name, { method: 'POST' });
  }`;
}

function eventCounts(): readonly number[] {
  return runner.lambda.invocations
    .map(({ payload }) => JSON.parse(payload) as { readonly events?: readonly string[] })
    .flatMap(({ events }) => events?.length ?? []);
}

/** What becomes of the first invocations; the ones that follow run. */
function fates(...first: readonly Fate[]): void {
  runner.lambda.fate = ({ number }) => first[number - 1] ?? 'run';
}

describe('the function runner splits a job', () => {
  test('that is too large for one invocation, and puts its results together in order', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `${index}`);
    const events = names.map((name) =>
      JSON.stringify(anEvent({ properties: { name, quotes: '"'.repeat(14_000) } })),
    );
    const results = await runner.run(aJob(RETURNS_NAME, { events }));
    expect(results.map((result) => result.kind === 'ran' && result.outcome)).toMatchObject(
      names.map((name) => ({ code: 'filtered', message: `DropEvent: ${name}` })),
    );
    expect(eventCounts().length).toBeGreaterThan(1);
    expect(eventCounts().reduce((sum, count) => sum + count)).toBe(events.length);
  });

  test('into invocations side by side, and no more at once than it may make', async () => {
    await using few = await FunctionRunnerUnderTest.start({ maxInvocationsAtOnce: 2 });
    const bothSeen = Promise.withResolvers<void>();
    partner.answer = async (_, seen) => {
      if (seen === 2) bothSeen.resolve();
      await bothSeen.promise;
      return {};
    };
    const code = `async function onTrack({ properties }) {
      if (properties.name % 500 === 0) await fetch('${partner.url}/');
    }`;
    const names = Array.from({ length: 2_000 }, (_, index) => `${index}`);
    const results = await few.run(aJob(code, { events: eventsNamed(...names) }));
    expect(new Set(endings(results))).toEqual(new Set(['delivered']));
    expect(few.lambda.invocations).toHaveLength(4);
    expect(few.lambda.mostAtOnce).toBe(2);
  });

  test('that is recorded into invocations one after another', async () => {
    const events = Array.from({ length: 600 }, (_, index) =>
      JSON.stringify(anEvent({ properties: { name: `${index}` } })),
    );
    const code = 'let seen = 0; async function onTrack() { seen += 1; return seen; }';
    const results = await runner.run(aJob(code, { events, record: true }));
    expect(results.map((result) => result.kind === 'ran' && result.recording?.returned)).toEqual(
      events.map((_, index) => index + 1),
    );
    expect(runner.lambda.mostAtOnce).toBe(1);
    expect(eventCounts()).toEqual([500, 100]);
  });
});

describe('an environment that dies', () => {
  test('with several deliveries costs only the guilty one an attempt', async () => {
    partner.answer = async ({ path }) => {
      if (path === '/deadly') await runner.lambda.killRunning('deadly');
      return {};
    };
    const names = ['a', 'b', 'deadly', 'c', 'd'];
    const results = await runner.run(aJob(tells(), { events: eventsNamed(...names) }));
    expect(endings(results)).toEqual([
      'delivered',
      'delivered',
      'memory_limit_exceeded',
      'delivered',
      'delivered',
    ]);
    expect(results[2]).toMatchObject({
      outcome: {
        childDied: true,
        message: 'The function ended all that ran it: it ran out of memory or crashed',
      },
      durationMs: expect.any(Number),
    });
    expect(new Set(partner.requests.map(({ path }) => path))).toEqual(
      new Set(names.map((name) => `/${name}`)),
    );
    expect(runner.problems.map(({ kind, deliveries }) => ({ kind, deliveries }))).toEqual([
      { kind: 'died', deliveries: 5 },
      { kind: 'died', deliveries: 1 },
    ]);
    expect(runner.problems[0]?.reason).toMatch(/^Runtime\.ExitError: .*signal: killed$/);
  });

  test('by itself, once, costs nobody an attempt', async () => {
    fates('killed');
    const results = await runner.run(aJob(HARMLESS, { events: eventsNamed('a', 'b', 'c') }));
    expect(endings(results)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(eventCounts()).toEqual([3, 1, 1, 1]);
  });

  test('costs no destination beside it anything', async () => {
    partner.answer = async ({ path }) => {
      if (path === '/deadly') await runner.lambda.killRunning('deadly');
      return {};
    };
    const jobs = [
      aJob(tells(), { destinationId: 'dst_deadly', events: eventsNamed('deadly') }),
      ...Array.from({ length: 6 }, (_, index) =>
        aJob(tells(), { destinationId: `dst_${index}`, events: eventsNamed(`${index}-a`, `${index}-b`) }),
      ),
    ];
    const [deadly, ...others] = await Promise.all(jobs.map((job) => runner.run(job)));
    expect(endings(deadly!)).toEqual(['memory_limit_exceeded']);
    expect(new Set(others.flatMap(endings))).toEqual(new Set(['delivered']));
    expect(partner.requests.filter(({ path }) => path !== '/deadly')).toHaveLength(12);
  });

  test('since it runs past its time limit is a timeout of the one delivery in it', async () => {
    fates('timed out');
    const { outcome } = only(await runner.run(aJob(HARMLESS, { limits: { timeoutMs: 1_500 } })));
    expect(outcome).toEqual({
      kind: 'failed',
      code: 'gateway_timeout',
      message: 'The function did not finish within 1500 ms and could not be stopped',
      childDied: true,
    });
  });

  // A broken deployment would have put every delivery into quarantine.
  test('blames no delivery where the function answers nothing at all', async () => {
    runner.lambda.fate = () => 'killed';
    const results = await runner.run(aJob(HARMLESS, { events: eventsNamed('a', 'b') }));
    for (const result of results) {
      expect(result).toMatchObject({ outcome: { code: 'platform_error' } });
      expect(result).not.toHaveProperty('outcome.childDied');
    }
  });

  test('passes on what it says of a delivery that ended its child alone', async () => {
    const job = aJob('async function onTrack() { new Array(1e9).fill(1); }', {
      limits: { timeoutMs: 20_000, cpuMs: 5_000, memoryMb: 64 },
    });
    expect(only(await runner.run(job)).outcome).toMatchObject({ childDied: true });
    expect(runner.problems).toEqual([]);
  });
});

describe('a fault of the platform', () => {
  test('that leaves no room has it ask again, until there is some', async () => {
    fates('throttled', 'throttled', 'throttled');
    expect(endings(await runner.run(aJob(HARMLESS)))).toEqual(['delivered']);
    expect(runner.lambda.invocations).toHaveLength(4);
  });

  test('that leaves no room for as long as the budget lasts leaves deliveries as they are', async () => {
    runner.lambda.fate = () => 'throttled';
    const job = aJob(HARMLESS, { events: eventsNamed('a', 'b'), startBefore: performance.now() + 100 });
    expect(endings(await runner.run(job))).toEqual(['not-started', 'not-started']);
  });

  test.each<[string, Fate, RegExp]>([
    ['in Lambda', 'broken', /ServiceException/],
    ['between it and Lambda', 'cut off', /socket hang up|ECONNRESET/],
    ['in the answer', { answer: '{"v":1,"results":[{}]}' }, /results\[0\]\.kind: must be ran or not-started/],
    [
      'in the length of the answer',
      { answer: '{"v":1,"results":[]}' },
      /must be 1, as many as there were events/,
    ],
  ])('%s costs no attempt, and is never asked for twice', async (_, fate, reason) => {
    runner.lambda.fate = () => fate;
    const { outcome } = only(await runner.run(aJob(tells(), { events: eventsNamed('a') })));
    expect(outcome).toMatchObject({ code: 'platform_error', message: expect.stringMatching(reason) });
    expect(outcome).not.toHaveProperty('childDied');
    expect(runner.lambda.invocations).toHaveLength(1);
    expect(partner.requests.length).toBeLessThanOrEqual(1);
    expect(runner.problems).toMatchObject([{ kind: 'failed', destinationId: 'dst_acme', deliveries: 1 }]);
  });

  test('of one part leaves the results of the others', async () => {
    fates('broken');
    const names = Array.from({ length: 600 }, (_, index) => `${index}`);
    const results = await runner.run(aJob(HARMLESS, { events: eventsNamed(...names) }));
    const counts = Object.groupBy(endings(results), (ending) => ending);
    expect(Object.keys(counts).sort()).toEqual(['delivered', 'platform_error']);
    expect([100, 500]).toContain(counts.delivered?.length);
  });

  test('with its program says so, and does not show the link to it', async () => {
    const { outcome } = only(await runner.runUnstored(aJob(HARMLESS)));
    expect(outcome).toMatchObject({
      code: 'platform_error',
      message: expect.stringMatching(
        /^Cannot run function: Error: Cannot download program ".*": it answered 404$/,
      ),
    });
  });
});

describe('an invocation', () => {
  const requestOf = ({ payload }: Invocation) => JSON.parse(payload) as Readonly<Record<string, unknown>>;

  test('holds the settings of one destination, and nothing of how anybody gets in anywhere', async () => {
    await Promise.all([
      runner.run(aJob(HARMLESS, { destinationId: 'dst_a', settings: { apiKey: 'key-of-a' } })),
      runner.run(aJob(HARMLESS, { destinationId: 'dst_b', settings: { apiKey: 'key-of-b' } })),
    ]);
    const ofA = runner.lambda.invocations.find(({ payload }) => payload.includes('dst_a'));
    expect(ofA?.payload).toContain('key-of-a');
    expect(ofA?.payload).not.toContain('key-of-b');
    expect(Object.keys(requestOf(ofA!)).sort()).toEqual([
      'alone',
      'asArray',
      'destinationId',
      'events',
      'kind',
      'leftMs',
      'program',
      'record',
      'settings',
      'v',
    ]);
    expect(requestOf(ofA!).program).toEqual({
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      url: expect.stringMatching(/[?&]X-Amz-Expires=\d{2}&/),
    });
  });

  test('names no tenant, and shares its environment, where nothing is isolated', async () => {
    await runner.run(aJob(HARMLESS, { destinationId: 'dst_a', subscriptionId: 'sub_a' }));
    await runner.run(aJob(HARMLESS, { destinationId: 'dst_b', subscriptionId: 'sub_b' }));
    expect(runner.lambda.invocations.map(({ tenantId }) => tenantId)).toEqual([undefined, undefined]);
    expect(runner.lambda.environments).toHaveLength(1);
  });

  test('runs in an environment of its subscription alone, where these are isolated', async () => {
    await using isolated = await FunctionRunnerUnderTest.start({ isolation: 'subscription' });
    await isolated.run(aJob(HARMLESS, { destinationId: 'dst_a', subscriptionId: 'sub_a' }));
    await isolated.run(aJob(HARMLESS, { destinationId: 'dst_b', subscriptionId: 'sub_b' }));
    await isolated.run(aJob(HARMLESS, { destinationId: 'dst_c', subscriptionId: 'sub_a' }));
    expect(isolated.lambda.invocations.map(({ tenantId }) => tenantId)).toEqual(['sub_a', 'sub_b', 'sub_a']);
    expect(isolated.lambda.environments).toHaveLength(2);
  });

  test('leaves nothing in the log of the function, whatever is said in it', async () => {
    const code = `console.log('loaded'); async function onTrack(event, settings) {
      console.error(event, settings);
      throw new Error(settings.apiKey);
    }`;
    await runner.run(aJob(code, { settings: { apiKey: 's3cret' } }));
    await runner.runUnstored(aJob(code, { settings: { apiKey: 's3cret' } }));
    expect(runner.lambda.environments.map(({ log }) => log)).toEqual(['']);
  });

  test('leaves no connection to a partner open', async () => {
    expect(endings(await runner.run(aJob(tells(), { events: eventsNamed('a', 'b') })))).toEqual([
      'delivered',
      'delivered',
    ]);
    await partner.until(() => partner.openConnections === 0);
  });
});

test('rest() of a function runner closes its connections to Lambda', async () => {
  await runner.run(aJob(HARMLESS));
  expect(runner.lambda.openConnections).toBe(1);
  await runner.rest();
  await runner.lambda.until(() => runner.lambda.openConnections === 0);
  expect(endings(await runner.run(aJob(HARMLESS)))).toEqual(['delivered']);
});
