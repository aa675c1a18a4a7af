import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start();
});
afterAll(() => partner.close());

const LIMITS = { timeoutMs: 5_000, cpuMs: 2_000 };

describe('of 10,000 fetches of one event, no more than 50 reach the partner, 10 at once,', () => {
  test.each([
    ['where it waits for all', 'await Promise.all(ALL);', 'bad_request'],
    ['where it waits for each', 'await Promise.allSettled(ALL);', 'delivered'],
    ['where it waits for none', 'ALL; await new Promise((go) => setTimeout(go, 300));', 'delivered'],
  ])('%s', async (_, statements, ending) => {
    const path = `/${encodeURIComponent(_)}`;
    let atOnce = 0;
    let most = 0;
    partner.answer = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((go) => setImmediate(go));
      atOnce -= 1;
      return {};
    };
    const all = `Array.from({ length: 10_000 }, () => fetch('${partner.url}${path}'))`;
    expect(await hostile.amongOthers(statements.replace('ALL', all), { limits: LIMITS })).toBe(
      `delivered ${ending} delivered`,
    );
    const { length } = partner.requests.filter((each) => each.path === path);
    // Those of the other two events count for the sum, where they run together.
    expect(length).toBeLessThanOrEqual(150);
    if (ending === 'delivered') expect(length).toBeGreaterThanOrEqual(50);
    expect(most).toBeLessThanOrEqual(30);
  });
});

test('an event that runs alone has 50 fetches, and not one more', async () => {
  const code = `async function onTrack() {
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => fetch('${partner.url}/alone')));
    return all.filter(({ status }) => status === 'fulfilled').length;
  }`;
  expect((await hostile.alone(code)).recording?.returned).toBe(50);
  expect((await hostile.alone(code)).recording?.returned).toBe(50);
});

test('a program that is never at rest gathers no fetches of the events that needed none', async () => {
  const code = `async function onTrack({ properties }) {
    if (properties.name !== 'greedy') { await new Promise((go) => setTimeout(go, properties.name === 'long' ? 300 : 1)); return; }
    await new Promise((go) => setTimeout(go, 150));
    await Promise.allSettled(Array.from({ length: 1_000 }, () => fetch('${partner.url}/greedy')));
  }`;
  const names = [...Array.from({ length: 38 }, () => 'short'), 'long', 'greedy'];
  expect(new Set(endings(await hostile.run(aJob(code, { events: eventsNamed(...names) }))))).toEqual(
    new Set(['delivered']),
  );
  // Two were under way by then, too few for a thousand together: so it ran again, alone.
  expect(partner.requests.filter(({ path }) => path === '/greedy').length).toBe(50);
});

test.each([
  ['that it sets', 'for (let i = 0; i < 1e5; i += 1) setTimeout(() => {}, 1e6);', 'bad_request'],
  [
    'that it sets and clears',
    'for (let i = 0; i < 1e5; i += 1) clearTimeout(setTimeout(() => {}, 1e6));',
    'delivered',
  ],
  [
    'whose delays cannot be read',
    'for (let i = 0; i < 1e5; i += 1) { try { setTimeout(() => {}, { valueOf() { throw 1; } }); } catch {} } setTimeout(() => {}, 1);',
    'delivered',
  ],
])('100,000 timers %s harm nobody else', async (_, statements, ending) => {
  expect(await hostile.amongOthers(statements, { limits: LIMITS })).toBe(`delivered ${ending} delivered`);
});

test('a thousand timers due at once all run, in their order', async () => {
  const statements = `const ran = [];
    for (let i = 0; i < 999; i += 1) setTimeout(() => ran.push(i), 1);
    await new Promise((go) => setTimeout(go, 2));
    return ran;`;
  expect(await hostile.returned(statements)).toEqual(Array.from({ length: 999 }, (_, index) => index));
});

test.each([
  [
    'microtasks',
    'let left = 1e6; const go = () => { if (left-- > 0) queueMicrotask(go); }; go(); await null;',
  ],
  ['promises', 'await Promise.all(Array.from({ length: 1e5 }, async () => null));'],
  [
    'listeners',
    "const { signal } = new AbortController(); for (let i = 0; i < 5_000; i += 1) signal.addEventListener('abort', () => {});",
  ],
  [
    'headers',
    "const headers = new Headers(); for (let i = 0; i < 1e4; i += 1) headers.append('x-' + i, 'a');",
  ],
  ['lines', "for (let i = 0; i < 1e6; i += 1) console.log('line');"],
])('a flood of %s harms nobody', async (_, statements) => {
  expect(await hostile.amongOthers(statements, { limits: LIMITS })).toBe('delivered delivered delivered');
});
