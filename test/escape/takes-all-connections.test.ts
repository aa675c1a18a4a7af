import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partners: readonly Partner[];
beforeEach(async () => {
  const hangs: Partner['answer'] = ({ path }) => (path === '/hang' ? { kind: 'hang' } : {});
  partners = await Promise.all(Array.from({ length: 3 }, () => Partner.start(hangs)));
});
afterEach(() => Promise.all(partners.map((partner) => partner.close())));

/** Leaves some thousand requests behind that are never answered. */
const takeAll = async (): Promise<void> => {
  const code = `const urls = ${JSON.stringify(partners.map(({ url }) => url))};
    let asked = 0;
    async function onTrack() {
      for (let i = 0; i < 50; i += 1) { asked += 1; fetch(urls[asked % urls.length] + '/hang').catch(() => {}); }
    }`;
  const events = Array.from({ length: 200 }, () => '{"type":"track"}');
  const limits = { timeoutMs: 20_000, cpuMs: 5_000 };
  const ended = endings(await hostile.run(aJob(code, { events, limits, destinationId: 'dst_greedy' })));
  expect(new Set(ended)).toEqual(new Set(['delivered']));
};

const sum = (each: (partner: Partner) => number): number =>
  partners.reduce((total, partner) => total + each(partner), 0);

// All programs of a child shared the 512 connections that there were to one host.
test('who keeps a partner from answering holds up nobody else who asks the same partner', async () => {
  await takeAll();
  const code = `async function onTrack() { return (await fetch('${partners[0]?.url}/')).status; }`;
  const { outcome, recording } = await hostile.alone(code, { destinationId: 'dst_modest' });
  expect(outcome).toEqual({ kind: 'delivered' });
  expect(recording?.returned).toBe(200);
});

// A process may hold as many files as the system lets it: 1,024 in a Lambda function.
test('one program has a few hundred connections, however many partners it has', async () => {
  await takeAll();
  const isThere = (): boolean => sum(({ requests }) => requests.length) >= 500;
  await Promise.race(partners.map((partner) => partner.until(isThere)));
  expect(sum(({ connections }) => connections)).toBe(512);
});

test('what a partner knows of a connection is known of no other program', async () => {
  const [partner] = partners as [Partner];
  const ask = `async function onTrack() { await fetch('${partner.url}/'); }`;
  await hostile.alone(ask, { destinationId: 'dst_one' });
  await hostile.alone(ask, { destinationId: 'dst_other' });
  expect(partner.connections).toBe(2);
  await hostile.alone(ask, { destinationId: 'dst_one' });
  expect(partner.connections).toBe(2);
});
