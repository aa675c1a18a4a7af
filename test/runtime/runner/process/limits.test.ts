import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildGuest } from '../../../../runtime/bundle/build-guest.ts';
import type { Limits } from '../../../../runtime/contract/manifest.ts';
import type { ProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { createProcessRunner } from '../../../../runtime/runner/process/process-runner.ts';
import { Partner } from '../../../support/partner.ts';
import { aJob, endings, eventsNamed } from '../a-job.ts';
import { childPath } from './child-pids.ts';

let runner: ProcessRunner;
let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start();
  runner = createProcessRunner({ childPath, guestSource: await buildGuest(), allowPrivateNetwork: 'all' });
});
afterAll(async () => {
  await runner.dispose();
  await partner.close();
});

const AMPLE: Limits = { timeoutMs: 20_000, cpuMs: 5_000, memoryMb: 64 };
/** By the name of the limit: what reaches it, and how that ends. Those on bytes stand with the egress. */
const REACHED: readonly (readonly [string, string, string, Partial<Limits>])[] = [
  ['wall time', 'await new Promise(() => {});', 'gateway_timeout', { timeoutMs: 500 }],
  ['CPU time in one go', 'for (;;);', 'gateway_timeout', { cpuMs: 200 }],
  [
    'CPU time in pieces',
    `for (;;) {
      for (const until = Date.now() + 50; Date.now() < until;);
      await new Promise((go) => setTimeout(go, 1));
    }`,
    'gateway_timeout',
    { cpuMs: 200 },
  ],
  ['memory', 'for (const all = []; ; ) all.push({ a: 1, b: { c: 2 } });', 'memory_limit_exceeded', {}],
  ['output', 'for (let line = 0; line < 10_000; line += 1) console.log("x".repeat(100));', 'delivered', {}],
  [
    'requests',
    'for (let count = 0; count < 1_000; count += 1) await fetch(`PARTNER/bad/${count}`);',
    'bad_request',
    {},
  ],
];

describe.each(REACHED)('the limit on %s', (limit, statements, ending, limits) => {
  // The others are served where the partner sees their requests.
  const code = (): string => `async function onTrack({ properties: { name } }) {
    if (name === 'bad') { ${statements.replaceAll('PARTNER', partner.url)} return; }
    await fetch('${partner.url}/${encodeURIComponent(limit)}/' + name);
  }`;

  test('ends what reaches it, and the neighbours in its batch are served', async () => {
    const events = eventsNamed('a', 'bad', 'b');
    const job = aJob(code(), { events, limits: { ...AMPLE, ...limits } });
    expect(endings(await runner.run(job))).toEqual(['delivered', ending, 'delivered']);
    const served = partner.requests.map(({ path }) => path);
    expect(served).toContain(`/${encodeURIComponent(limit)}/a`);
    expect(served).toContain(`/${encodeURIComponent(limit)}/b`);
  });

  test('ends what reaches it, and another destination is served meanwhile', async () => {
    const bad = runner.run(aJob(code(), { events: eventsNamed('bad'), limits: { ...AMPLE, ...limits } }));
    const other = runner.run(aJob(code(), { destinationId: 'dst_other', events: eventsNamed('c') }));
    expect(endings(await other)).toEqual(['delivered']);
    expect(endings(await bad)).toEqual([ending]);
  });
});

test('a neighbour that makes its requests after a greedy event used up those of all is served', async () => {
  const code = `async function onTrack({ properties: { name } }) {
    if (name !== 'bad') {
      await fetch('${partner.url}/first');
      await fetch('${partner.url}/second/' + name);
      return;
    }
    for (let count = 0; count < 1_000; count += 1) fetch('${partner.url}/greedy').catch(() => {});
    await new Promise((go) => setTimeout(go, 1));
    throw new Error('greedy');
  }`;
  const results = await runner.run(aJob(code, { events: eventsNamed('bad', 'a', 'b'), limits: AMPLE }));
  expect(endings(results)).toEqual(['bad_request', 'delivered', 'delivered']);
  const served = partner.requests.map(({ path }) => path);
  expect(served).toContain('/second/a');
  expect(served).toContain('/second/b');
});
