import { expect, test } from '@jest/globals';
import { batchLine } from '../../functions/batch-line.ts';
import { errorFields, jsonLog } from '../../functions/log.ts';
import { NOON } from '../support/builders.ts';

test('batchLine() makes a line that CloudWatch reads as metrics of the stage', () => {
  const written: string[] = [];
  const log = jsonLog('dispatcher', (line) => written.push(line));
  const counts = { messages: 2, failedItems: 0, durationMs: 7 };
  log('batch', batchLine(counts, NOON, { codes: { retry: 1 } }));
  expect(written.map((each) => each.at(-1))).toEqual(['\n']);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    stage: 'dispatcher',
    event: 'batch',
    ...counts,
    codes: { retry: 1 },
    _aws: {
      Timestamp: NOON,
      CloudWatchMetrics: [
        {
          Namespace: 'Sluice',
          Dimensions: [['stage']],
          Metrics: [
            { Name: 'messages', Unit: 'Count' },
            { Name: 'failedItems', Unit: 'Count' },
            { Name: 'durationMs', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
  });
});

test('errorFields() says of an error its name and the start of its message, and never its stack', () => {
  expect(errorFields(new TypeError('x'.repeat(1_000)))).toEqual({
    error: 'TypeError',
    message: 'x'.repeat(300),
  });
  expect(errorFields('a secret')).toEqual({ error: 'string' });
});
