import type { SQSBatchResponse } from 'aws-lambda';

/** The answer to Lambda: these messages are received again, all others are done. */
export function batchReport(failedIds: ReadonlySet<string>): SQSBatchResponse {
  return { batchItemFailures: Array.from(failedIds, (itemIdentifier) => ({ itemIdentifier })) };
}
