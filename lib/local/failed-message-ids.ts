import { isObject } from '../../runtime/contract/shape.ts';

/**
 * The messages that a function's answer leaves undone, as Lambda reads it: no answer, or one without failures, means
 * that all are done; an answer that it can't make sense of means that none is,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedMessageIds(answer: unknown, messageIds: ReadonlySet<string>): ReadonlySet<string> {
  if (answer === undefined || answer === null) return new Set();
  if (!isObject(answer)) return messageIds;
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return messageIds;
  const failedIds = failures.map((failure: unknown) => (isObject(failure) ? failure.itemIdentifier : null));
  return failedIds.every((id): id is string => typeof id === 'string' && messageIds.has(id))
    ? new Set(failedIds)
    : messageIds;
}
