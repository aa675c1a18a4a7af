import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start();
});
afterAll(() => partner.close());

// A timer of Node fires a little early now and then; the isolate thought that there was time left, and nobody looked
// again: the child was killed in the end, and with it went what all the others had under way.
test('an event that waits for ever is ended by its deadline, and costs no child', async () => {
  const code = (id: string): string => `async function onTrack() {
    await fetch('${partner.url}/${id}');
    await new Promise(() => {});
  }`;
  const wait = async (id: string): Promise<readonly string[]> =>
    endings(await hostile.run(aJob(code(id), { destinationId: id, limits: { timeoutMs: 500 } })));
  const ids = Array.from({ length: 180 }, (_, index) => `dst_${index}`);
  for (let from = 0; from < ids.length; from += 30) {
    const ended = await Promise.all(ids.slice(from, from + 30).map(wait));
    expect(new Set(ended.flat())).toEqual(new Set(['gateway_timeout']));
  }
  // What was under way when a child died would have run again.
  expect(partner.requests.map(({ path }) => path.slice(1)).toSorted()).toEqual(ids.toSorted());
});
