import { batchLine } from './batch-line.ts';
import { batchReport } from './batch-report.ts';
import type { Log } from './log.ts';
import { errorFields } from './log.ts';
import type { Received } from './received.ts';
import { readRecord } from './received.ts';
import { sideBySide } from './side-by-side.ts';
import type { QueueStage } from './stage.ts';

/** Requests to the store under way at once: enough to hide their latency, fewer than the client has sockets. */
const MAX_PUTS_AT_ONCE = 16;

export interface FilingDeps {
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Filing<Item> {
  /** What a message holds. @throws ParseError when it is no such message. */
  readonly parse: (message: Received) => readonly Item[];
  readonly file: (item: Item) => Promise<void>;
}

/** A stage that files what the messages of its queue hold. A message is done when all of it is filed. */
export function fileMessages<Item>({ log, now }: FilingDeps, { parse, file }: Filing<Item>): QueueStage {
  return async ({ Records }) => {
    const startedAt = now();
    const failedIds = new Set<string>();
    const fail = (recordId: string, error: unknown): void => {
      failedIds.add(recordId);
      log('message-unfiled', { recordId, ...errorFields(error) });
    };

    const items = Records.flatMap((record) => {
      const message = readRecord(record, startedAt);
      try {
        return parse(message).map((item) => ({ item, recordId: message.recordId }));
      } catch (error) {
        fail(message.recordId, error);
        return [];
      }
    });
    await sideBySide(items, MAX_PUTS_AT_ONCE, ({ item, recordId }) =>
      file(item).catch((error: unknown) => fail(recordId, error)),
    );

    const counts = { messages: Records.length, items: items.length, failedItems: failedIds.size };
    log('batch', batchLine({ ...counts, durationMs: now() - startedAt }, now()));
    return batchReport(failedIds);
  };
}
