import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createProcessRunner } from '../../../runtime/runner/process-runner.ts';
import type { RunResult } from '../../../runtime/runner/runner.ts';
import { aJob, eventsNamed } from '../runner/describe-runner.ts';

const childPath = join(import.meta.dirname, '../../../runtime/runner/child/main.ts');

/** Runs two events with a guest of our own, which says `said` when it has been entered to run them. */
async function runGuestThatSays(
  said: string,
  { atLoad = 'h"onTrack"\n' } = {},
): Promise<readonly RunResult[]> {
  const guestSource = `let said = '';
    ({
      load() { said = ${JSON.stringify(atLoad)}; },
      run(how, first, count) { said = ${JSON.stringify(said)}.replaceAll('FIRST', first); },
      answer() {}, fireTimers() {}, collectGarbage() {},
      drain() { const all = said; said = ''; return all; },
    })`;
  const runner = createProcessRunner({ childPath, guestSource });
  try {
    return await runner.run(
      aJob('', { events: eventsNamed('a', 'b'), limits: { timeoutMs: 200, cpuMs: 100 } }),
    );
  } finally {
    await runner.dispose();
  }
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
  const said = 'dFIRST\nf[FIRST,"bad_request","later",null]\n';
  expect(await runGuestThatSays(said)).toMatchObject([
    { outcome: { kind: 'delivered' } },
    { outcome: { code: 'gateway_timeout' } },
  ]);
});

test("an end that is told for an event of nobody is nobody's", async () => {
  expect(await runGuestThatSays('d1000\nd-1\n')).toMatchObject([
    { outcome: { code: 'gateway_timeout' } },
    { outcome: { code: 'gateway_timeout' } },
  ]);
});

test('a failure with a code that there is none of is a bad request', async () => {
  const said = 'f[FIRST,"constructor","no",null]\nf[1,"retry","later",5]\n';
  expect(await runGuestThatSays(said)).toMatchObject([
    { outcome: { code: 'bad_request', message: 'no' } },
    { outcome: { code: 'retry', message: 'later', retryAfterMs: 5 } },
  ]);
});
