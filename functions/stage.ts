import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** What a stage needs to know of the invocation that it serves. */
export interface Invocation {
  /** Until Lambda ends the process, in milliseconds. */
  getRemainingTimeInMillis(): number;
}

/**
 * A stage of the pipeline that takes messages from a queue: the shape of a Lambda handler behind an SQS event source
 * with partial batch responses. A message that is not named in the answer is done and may be deleted.
 */
export type QueueStage = (event: SQSEvent, invocation: Invocation) => Promise<SQSBatchResponse>;
