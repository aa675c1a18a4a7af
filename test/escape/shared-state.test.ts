import { expect, test } from '@jest/globals';
import { aJob, only } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Keeps a secret in every place there is, and says what it found there before. */
const SPREAD = `const PLACES = [globalThis, Object.prototype, Array.prototype, Function.prototype, Promise, Math, JSON, Intl, console, fetch,
    Headers, Response.prototype, Symbol.for('shared'), URL, structuredClone, RetryError, performance];
  async function onTrack(event, settings) {
    const found = PLACES.filter((place) => place.kept !== undefined && place.kept !== settings.apiKey).map((place) => place.kept);
    for (const place of PLACES) { try { place.kept = settings.apiKey; } catch {} }
    return found;
  }`;

test('nothing that a program keeps for one destination is there for another', async () => {
  const run = async (destinationId: string): Promise<unknown> =>
    only(
      await hostile.run(aJob(SPREAD, { destinationId, settings: { apiKey: destinationId }, record: true })),
    );
  await run('one');
  expect(await run('other')).toMatchObject({ outcome: { kind: 'delivered' }, recording: { returned: [] } });
  expect(await run('one')).toMatchObject({ outcome: { kind: 'delivered' }, recording: { returned: [] } });
});

test('nothing that a program keeps is there when the settings have changed', async () => {
  const run = async (apiKey: string): Promise<unknown> =>
    only(await hostile.run(aJob(SPREAD, { settings: { apiKey }, record: true }))).recording?.returned;
  await run('first');
  expect(await run('second')).toEqual([]);
});

test('what a program has patched is whole for the programs beside it', async () => {
  const patch = `Object.prototype.polluted = true; globalThis.fetch = () => 'patched'; Array.prototype.map = () => 'patched';
    JSON.parse = () => 'patched'; Headers.prototype.get = () => 'patched'; async function onTrack() {}`;
  await hostile.run(aJob(patch, { destinationId: 'dst_patching' }));
  const look = `async function onTrack() {
    return [{}.polluted === undefined, String(fetch).includes('patched'), [1].map((each) => each + 1), JSON.parse('1'),
      new Headers({ a: 'b' }).get('a')];
  }`;
  const { recording } = await hostile.alone(look, { destinationId: 'dst_looking' });
  expect(recording?.returned).toEqual([true, false, [2], 1, 'b']);
});
