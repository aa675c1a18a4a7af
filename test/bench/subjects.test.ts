import { expect, test } from '@jest/globals';
import { makeEvents } from '../../bench/events.ts';
import { createVmBaseline } from '../../bench/node-vm-baseline.ts';
import { HANDLER_CODE, makeLargeProgram } from '../../bench/programs.ts';

test('the events of the benches have 1.3 KB and a messageId of their own', () => {
  const events = makeEvents(3);
  expect(events.map((event) => Buffer.byteLength(event))).toEqual([1_300, 1_300, 1_300]);
  const ids = events.map((event) => (JSON.parse(event) as { messageId: string }).messageId);
  expect(new Set(ids).size).toBe(3);
});

test('the baseline runs the handler, and tells how it ended', async () => {
  const events = makeEvents(2);
  const delivered = JSON.stringify({ kind: 'delivered' });
  await expect(createVmBaseline(HANDLER_CODE, { name: 'x' })(events)).resolves.toEqual([
    delivered,
    delivered,
  ]);
  const failing = createVmBaseline('async function onTrack() { throw new Error("no"); }', {});
  await expect(failing(events.slice(1))).resolves.toEqual(['{"kind":"failed","message":"Error: no"}']);
});

test('the large programs of the benches have 50 KB and are all different', () => {
  const [one, other] = [makeLargeProgram(1), makeLargeProgram(2)];
  expect(one.code.length / 1024).toBeCloseTo(50, 0);
  expect(one.hash).not.toBe(other.hash);
});
