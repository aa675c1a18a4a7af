import { expect, test } from '@jest/globals';
import { aJob, endings, eventsNamed } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Nothing but the end of its process ends this. */
const UNSTOPPABLE = 'async function onTrack() { String.raw({ raw: { length: 2 ** 30 } }); }';
const LIMITS = { timeoutMs: 500, cpuMs: 100 };

test('while every event of one destination ends the process, those of another are delivered', async () => {
  const under = { attack: true };
  const deaths = (async () => {
    const ended: (readonly string[])[] = [];
    for (let round = 0; round < 2; round += 1) {
      const job = aJob(UNSTOPPABLE, {
        destinationId: 'dst_deadly',
        events: eventsNamed('a', 'b'),
        limits: LIMITS,
      });
      ended.push(endings(await hostile.run(job)));
    }
    under.attack = false;
    return ended;
  })();
  const healthy: (readonly string[])[] = [];
  while (under.attack) {
    const job = aJob('async function onTrack() { await new Promise((go) => setTimeout(go, 5)); }', {
      events: eventsNamed('a', 'b', 'c'),
    });
    healthy.push(endings(await hostile.run(job)));
  }
  expect(new Set((await deaths).flat())).toEqual(new Set(['gateway_timeout']));
  expect(healthy.length).toBeGreaterThan(2);
  expect(new Set(healthy.flat())).toEqual(new Set(['delivered']));
});

test('when two destinations end the process side by side, each is blamed for its own', async () => {
  const deadly = (destinationId: string): Promise<readonly string[]> =>
    hostile.run(aJob(UNSTOPPABLE, { destinationId, limits: LIMITS })).then(endings);
  const healthy = hostile
    .run(aJob('async function onTrack() {}', { events: eventsNamed('a', 'b') }))
    .then(endings);
  expect(await Promise.all([deadly('dst_one'), deadly('dst_other'), healthy])).toEqual([
    ['gateway_timeout'],
    ['gateway_timeout'],
    ['delivered', 'delivered'],
  ]);
});
