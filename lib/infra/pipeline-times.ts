import { LIMIT_BOUNDS } from '../../runtime/contract/manifest.ts';
import { ANSWER_MS } from '../../runtime/runner/function/answer-ms.ts';

/** How long things may take. */
export interface PipelineTimes {
  /** From the start of an invocation until no further call of a handler begins. */
  readonly budgetSeconds: number;
  /** Until Lambda ends an invocation. */
  readonly functionTimeoutSeconds: number;
  /** How often a message is received before it goes to the DLQ of its queue. */
  readonly maxReceiveCount: number;
  /** How long a queue keeps a message. */
  readonly retentionDays: number;
}

export const DEFAULT_TIMES: PipelineTimes = {
  // The longest call begins before 60 s and ends before 90 s; ten seconds are left to settle what came of it.
  budgetSeconds: 60,
  functionTimeoutSeconds: 100,
  // Ten times ten minutes: an outage of S3 or DynamoDB of more than an hour puts nothing aside.
  maxReceiveCount: 10,
  // The longest that SQS keeps a message: time to find out and mend.
  retentionDays: 14,
};

const LONGEST_CALL_SECONDS = LIMIT_BOUNDS.timeoutMs[1] / 1_000;
/** For the runner's function to answer, after its longest call. */
const ANSWER_SECONDS = ANSWER_MS / 1_000;
/** For the runner to answer, and then for SQS, S3 and DynamoDB, with the tries that the SDK makes. */
const SETTLE_SECONDS = ANSWER_SECONDS + 5;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: at least six times the function's timeout. */
const VISIBILITY_FACTOR = 6;
/** A throttled invocation counts as a receive; AWS advises five at least. Same source. */
const MIN_RECEIVE_COUNT = 5;
const MAX_FUNCTION_TIMEOUT_SECONDS = 900;
const DAY_SECONDS = 24 * 3_600;

/** How long a message is out of sight for whoever received it, where its batch was collected for `windowSeconds`. */
export function visibilitySeconds({ functionTimeoutSeconds }: PipelineTimes, windowSeconds: number): number {
  return VISIBILITY_FACTOR * functionTimeoutSeconds + windowSeconds;
}

/** What an invocation must still have when its last call begins. */
export function reserveSeconds({ budgetSeconds, functionTimeoutSeconds }: PipelineTimes): number {
  return functionTimeoutSeconds - budgetSeconds;
}

/**
 * Until Lambda ends an invocation of the runner's function: when the dispatcher that called it gives it up at the latest,
 * and still has time to settle.
 */
export function runnerTimeoutSeconds({ budgetSeconds }: PipelineTimes): number {
  return budgetSeconds + LONGEST_CALL_SECONDS + ANSWER_SECONDS;
}

/** Checks the times against each other. @returns what is wrong, or `null` */
export function timesProblem(times: PipelineTimes): string | null {
  const { budgetSeconds, functionTimeoutSeconds, maxReceiveCount, retentionDays } = times;
  const neededSeconds = budgetSeconds + LONGEST_CALL_SECONDS + SETTLE_SECONDS;
  if (functionTimeoutSeconds > MAX_FUNCTION_TIMEOUT_SECONDS) {
    return `functionTimeoutSeconds is ${functionTimeoutSeconds}, Lambda allows ${MAX_FUNCTION_TIMEOUT_SECONDS}`;
  }
  if (functionTimeoutSeconds < neededSeconds) {
    return (
      `functionTimeoutSeconds is ${functionTimeoutSeconds}, it must be at least ${neededSeconds}: budgetSeconds ` +
      `${budgetSeconds}, the longest call ${LONGEST_CALL_SECONDS}, and ${SETTLE_SECONDS} to settle`
    );
  }
  if (maxReceiveCount < MIN_RECEIVE_COUNT) {
    return `maxReceiveCount is ${maxReceiveCount}, it must be at least ${MIN_RECEIVE_COUNT}`;
  }
  const triedSeconds = maxReceiveCount * visibilitySeconds(times, 0);
  if (triedSeconds * 2 > retentionDays * DAY_SECONDS) {
    return (
      `retentionDays is ${retentionDays}, a message may take ${triedSeconds} s to get to its DLQ and must be kept ` +
      'at least twice as long'
    );
  }
  return null;
}
