import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FAILURES } from '../../runtime/contract/failure-codes.ts';

test('docs/failure-codes.md says of each code what the table says', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/failure-codes.md'), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
  const said = rows.map(([, code, meaning, retried, kept, mender]) => [code, meaning, retried, kept, mender]);
  const yes = (holds: boolean): string => (holds ? 'yes' : 'no');
  expect(said).toEqual(
    Object.entries(FAILURES).map(([code, { meaning, retried, deadLettered, mender }]) => [
      code,
      meaning,
      yes(retried),
      yes(deadLettered),
      mender,
    ]),
  );
});
