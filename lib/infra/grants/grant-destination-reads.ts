import { VARIABLES } from '../../../functions/variables.ts';
import type { StageFunction } from '../stages/stage-function.ts';
import type { Registry } from '../state/registry.ts';

/** Lets a stage read a destination and its subscription, by their ids. */
export function grantDestinationReads(stage: StageFunction, { table }: Registry): void {
  stage.allow(['dynamodb:GetItem'], [table.tableArn], {
    variables: { [VARIABLES.registryTable]: table.tableName },
  });
}
