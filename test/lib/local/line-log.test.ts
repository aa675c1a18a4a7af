import { expect, test } from '@jest/globals';
import { lineLog } from '../../../lib/local/line-log.ts';

test('lineLog() writes time, stage, event and fields, and leaves out what only CloudWatch reads', () => {
  const lines: string[] = [];
  const log = lineLog(
    'dispatcher',
    (line) => lines.push(line),
    () => new Date('2026-11-24T10:00:00.123Z'),
  );
  log('batch', { messages: 2, id: 'a-1', message: 'two words', none: null, codes: { retry: 1 }, _aws: {} });
  expect(lines).toEqual([
    '10:00:00.123 dispatcher batch messages=2 id=a-1 message="two words" codes={"retry":1}\n',
  ]);
});
