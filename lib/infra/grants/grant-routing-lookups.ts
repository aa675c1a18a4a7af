import { VARIABLES } from '../../../functions/variables.ts';
import { REGISTRY_TABLE } from '../../../runtime/stores/registry-table.ts';
import type { StageFunction } from '../stages/stage-function.ts';
import type { Registry } from '../state/registry.ts';

/** Lets a stage find a source by its write key, and a source's destinations: through the index alone. */
export function grantRoutingLookups(stage: StageFunction, { table }: Registry): void {
  stage.allow(['dynamodb:Query'], [`${table.tableArn}/index/${REGISTRY_TABLE.index.name}`], {
    variables: { [VARIABLES.registryTable]: table.tableName },
  });
}
