import type { Variable } from '../../../functions/variables.ts';
import type { StageFunction } from '../stages/stage-function.ts';
import type { PipelineQueue } from '../state/pipeline-queue.ts';

/** Lets a stage send to a queue, whose URL it finds in `variable`. */
export function grantSending(stage: StageFunction, { queue }: PipelineQueue, variable: Variable): void {
  stage.allow(['sqs:SendMessage'], [queue.queueArn], { variables: { [variable]: queue.queueUrl } });
}
