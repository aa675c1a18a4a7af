import { expect, test } from '@jest/globals';
import { formatTable } from '../../bench/table.ts';

test('formatTable() shows each row with its goal, and whether it was met', () => {
  const table = formatTable([
    {
      name: 'sandbox-batch',
      value: 61_234.5,
      unit: 'events/s',
      baseline: 70_000,
      ratio: 0.87,
      goal: 0.8,
      higherIsBetter: true,
    },
    { name: 'cold', value: 15.26, unit: 'ms', goal: 15, higherIsBetter: false },
  ]);
  expect(table).toBe(
    [
      'bench                    value         baseline   ratio     goal',
      'sandbox-batch  61,235 events/s  70,000 events/s  0.87 ×  ≥ 0.8 ×  met',
      'cold                   15.3 ms                           ≤ 15 ms  missed',
    ].join('\n'),
  );
});
