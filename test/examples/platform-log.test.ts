import { expect, test } from '@jest/globals';
import { PlatformLog } from '../../examples/demo/platform-log.ts';
import { batchLine } from '../../functions/batch-line.ts';
import { lineLog } from '../../lib/local/line-log.ts';
import { NOON } from '../support/builders.ts';

test('PlatformLog reads what the local platform writes', () => {
  const read = new PlatformLog();
  const log = lineLog(
    'dispatcher',
    (line) => read.read(line.trimEnd()),
    () => new Date(NOON),
  );
  const failure = {
    destinationId: 'dst_acme',
    messageId: 'm1',
    attempt: 1,
    code: 'a "b" c',
    durationMs: 1,
  };
  log('attempt-failed', { ...failure, deliveryId: 'd1', disposition: 'retry', delayMs: 1_000 });
  log('attempt-failed', { ...failure, deliveryId: 'd1', disposition: 'dead-letter', delayMs: null });
  const counts = { messages: 1, failedItems: 0, durationMs: 3 };
  log('batch', batchLine(counts, NOON, { codes: { filtered: 2, retry: 1 } }));
  log('batch', batchLine(counts, NOON, { codes: { filtered: 1 } }));
  read.read('Published "./functions/acme" as version 2');
  read.read('{"not":"ours"}');
  expect(read).toMatchObject({
    discarded: new Map([['filtered', 3]]),
    retried: new Map([['dst_acme', new Set(['m1'])]]),
    deadLettered: new Map([['dst_acme', new Set(['m1'])]]),
    published: 1,
  });
});
