import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeEach(async () => {
  partner = await Partner.start();
});
afterEach(() => partner.close());

const pathsOf = ({ requests }: Partner): readonly string[] => requests.map(({ path }) => path);

// The second attempt lasts long enough for whatever the first one left behind to happen.
const thenWait = (first: string): string => `let isFirst = true;
  async function onTrack() {
    if (!isFirst) { await new Promise((go) => setTimeout(go, 100)); return; }
    isFirst = false;
    ${first}
  }`;

test.each([
  ['a timer', "setTimeout(() => { console.log('late'); fetch(URL + '/late'); }, 10);"],
  ['an interval', "setInterval(() => { console.log('late'); fetch(URL + '/late'); }, 10);"],
  [
    'a chain of timers',
    "const again = () => setTimeout(() => { console.log('late'); fetch(URL + '/late'); again(); }, 1); again();",
  ],
  [
    'what a request would have done next',
    "fetch(URL + '/first').then(() => { console.log('late'); return fetch(URL + '/late'); });",
  ],
  [
    'what would have come after a wait',
    "(async () => { await new Promise((go) => setTimeout(go, 10)); console.log('late'); fetch(URL + '/late'); })();",
  ],
  [
    'an abort signal',
    "AbortSignal.timeout(10).addEventListener('abort', () => { console.log('late'); fetch(URL + '/late'); });",
  ],
])('%s that an attempt left behind does nothing for the next one', async (_, first) => {
  const code = thenWait(first.replaceAll('URL', JSON.stringify(partner.url)));
  await hostile.alone(code);
  const { outcome, recording } = await hostile.alone(code);
  expect(outcome).toEqual({ kind: 'delivered' });
  expect(recording).toMatchObject({ logs: [], requests: [] });
  expect(pathsOf(partner)).not.toContain('/late');
});

test('a timer that is set while the program is loaded does nothing for the first attempt', async () => {
  const code = `setTimeout(() => console.log('late'), 5); setInterval(() => console.log('late'), 5);
    console.log('early'); async function onTrack() { await new Promise((go) => setTimeout(go, 50)); }`;
  expect((await hostile.alone(code)).recording?.logs).toEqual([]);
});

test('what an attempt past its deadline goes on to do reaches nobody', async () => {
  const code = `async function onTrack({ properties }) {
    if (properties.name !== 'late') return;
    await new Promise((go) => setTimeout(go, 700));
    await fetch('${partner.url}/late');
  }`;
  const job = aJob(code, { events: eventsNamed('a', 'late', 'b'), limits: { timeoutMs: 500 } });
  expect(endings(await hostile.run(job))).toEqual(['delivered', 'gateway_timeout', 'delivered']);
  await hostile.run(aJob('async function onTrack() { await new Promise((go) => setTimeout(go, 400)); }'));
  expect(pathsOf(partner)).toEqual([]);
});

// It was kept open for as long as the partner liked, whatever became of the attempt.
test('a request that nobody waits for is over when its attempt would have been', async () => {
  partner.answer = () => ({ kind: 'hang' });
  const code = `async function onTrack() { fetch('${partner.url}/'); }`;
  const job = aJob(code, { limits: { timeoutMs: 300 } });
  expect(endings(await hostile.run(job))).toEqual(['delivered']);
  await partner.untilRequests(1);
  await partner.until(() => partner.openConnections === 0);
});

test('requests that nobody waits for take no place from those of later events', async () => {
  partner.answer = ({ path }) => (path === '/hang' ? { kind: 'hang' } : { body: 'ok' });
  const code = `async function onTrack({ properties }) {
    if (properties.name === 'leave') for (let i = 0; i < 10; i += 1) fetch('${partner.url}/hang');
    else return (await fetch('${partner.url}/')).text();
  }`;
  const events = eventsNamed('leave', 'a', 'leave', 'b', 'leave', 'c');
  expect(new Set(endings(await hostile.run(aJob(code, { events }))))).toEqual(new Set(['delivered']));
  const { recording } = await hostile.alone(code, { events: eventsNamed('d') });
  expect(recording?.returned).toBe('ok');
});
