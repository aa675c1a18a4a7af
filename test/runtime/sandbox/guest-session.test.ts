import { expect, test } from '@jest/globals';
import type { RunResult } from '../../../runtime/runner/runner.ts';
import { aJob } from '../runner/a-job.ts';
import { realRunner } from './real-runner.ts';

/** A guest of our own: it says what its first event tells it to, and at load what the program's code is. */
const guestSource = `let said = '';
  ({
    load(kind, code) { said = code; },
    run(how, first, count, text) { said = JSON.parse(text.split('\\n')[0]).say.replaceAll('FIRST', first).replaceAll('SECOND', first + 1); },
    connect() {}, answer() {}, fireTimers() {}, collectGarbage() {}, shrink() {},
    drain() { const all = said; said = ''; return all; },
  })`;

const runner = realRunner({ guestSource });

/** Runs two events with a guest that says this when it has been entered to run them. */
async function runGuestThatSays(
  say: string,
  { atLoad = 'h"onTrack"\n', timeoutMs = 10_000 } = {},
): Promise<readonly RunResult[]> {
  const events = [JSON.stringify({ say }), JSON.stringify({ say })];
  return runner.run(aJob(atLoad, { events, limits: { timeoutMs, cpuMs: 100 } }));
}

// One such line ended the process, and with it all the programs in it.
test.each([
  ['no JSON', 'dundefined\n'],
  ['a line of no kind', 'zFIRST\n'],
  ['half a line', 'd[FIRST'],
  ['a program being loaded', 'h"onTrack"\n'],
])('an isolate that says %s is ended, and nothing is taken for delivered', async (_, said) => {
  const unreadable = { code: 'platform_error', message: 'The sandbox cannot read what the isolate said' };
  expect(await runGuestThatSays(said)).toMatchObject([{ outcome: unreadable }, { outcome: unreadable }]);
});

test('an isolate that says nothing at load is no program', async () => {
  const silent = {
    code: 'platform_error',
    message: 'The isolate did not say whether it loaded the function',
  };
  expect(await runGuestThatSays('', { atLoad: '' })).toMatchObject([
    { outcome: silent },
    { outcome: silent },
  ]);
});

test('an event whose end is told twice has ended the first way', async () => {
  const said = 'dFIRST\nf[FIRST,"bad_request","later",null]\ndSECOND\n';
  expect(await runGuestThatSays(said)).toMatchObject([
    { outcome: { kind: 'delivered' } },
    { outcome: { kind: 'delivered' } },
  ]);
});

test("an end that is told for an event of nobody is nobody's", async () => {
  expect(await runGuestThatSays('d1000\nd-1\n', { timeoutMs: 200 })).toMatchObject([
    { outcome: { code: 'gateway_timeout' } },
    { outcome: { code: 'gateway_timeout' } },
  ]);
});

test('a failure with a code that there is none of is a bad request', async () => {
  const said = 'f[FIRST,"constructor","no",null]\nf[SECOND,"retry","later",5]\n';
  expect(await runGuestThatSays(said)).toMatchObject([
    { outcome: { code: 'bad_request', message: 'no' } },
    { outcome: { code: 'retry', message: 'later', retryAfterMs: 5 } },
  ]);
});
