import { expect, test } from '@jest/globals';
import { aJob, endings } from '../runtime/runner/a-job.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

/** Enough for the host to have the guest's garbage collected. */
const EVENTS = Array.from({ length: 200 }, () => JSON.stringify({ type: 'track', pad: 'x'.repeat(30_000) }));

// V8 called them when garbage had been collected: between two events, where no limit held and nobody could be blamed.
test('a finalizer is never called', async () => {
  const code = `let called = 0;
    const registry = new FinalizationRegistry(() => { called += 1; });
    async function onTrack() { for (let i = 0; i < 100; i += 1) registry.register({}, 1, {}); return called; }`;
  expect(new Set(endings(await hostile.run(aJob(code, { events: EVENTS }))))).toEqual(new Set(['delivered']));
  expect((await hostile.alone(code)).recording?.returned).toBe(0);
});

test('a registry of finalizers is otherwise what the language says', async () => {
  const statements = `const registry = new FinalizationRegistry(() => {});
    let refused = 0;
    try { new FinalizationRegistry(1); } catch (error) { refused = error instanceof TypeError; }
    return [registry.register({}, 1), registry.unregister({}), registry instanceof FinalizationRegistry, refused];`;
  expect(await hostile.returned(statements)).toEqual([null, false, true, true]);
});
