import { Validations } from 'aws-cdk-lib';
import type { StageFunction } from '../stages/stage-function.ts';

/**
 * Says to cdk-nag why a stage's role has a `*`. What else a role may do is held by test/infra/functions-stack.test.ts,
 * statement by statement.
 */
export function acknowledgeFolder(stage: StageFunction, folder: string): void {
  Validations.of(stage).acknowledge({
    id: 'AwsSolutions-IAM5',
    reason: `The names of objects in "${folder}/" come with what is stored there; the role reaches nothing outside of it`,
  });
}
