import { expect, test } from '@jest/globals';
import { interleave } from '../../bench/interleave.ts';

test('interleave() measures its ways in turns, after one run of each that does not count', async () => {
  const runs: string[] = [];
  const way = (name: string) => async () => runs.push(name);
  const measures = await interleave({ sandbox: way('sandbox'), vm: way('vm') }, { repeats: 2 });
  expect(runs).toEqual(['sandbox', 'vm', 'sandbox', 'vm', 'sandbox', 'vm']);
  expect(measures).toEqual({ sandbox: [3, 5], vm: [4, 6] });
});
