import type { Key } from 'aws-cdk-lib/aws-kms';
import { VARIABLES } from '../../../functions/variables.ts';
import type { StageFunction } from '../stages/stage-function.ts';

/** What `DataKeySettingsVault` names the keys' purpose by. */
const CONTEXT_KEY = 'destinationId';

/** Lets a stage open destinations' settings, and nothing else that the key may have sealed. */
export function grantOpeningSettings(stage: StageFunction, key: Key): void {
  stage.allow(['kms:Decrypt'], [key.keyArn], {
    variables: { [VARIABLES.keyId]: key.keyArn },
    conditions: {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': [CONTEXT_KEY] },
      // All values of none are equal to anything: the context must be there.
      Null: { [`kms:EncryptionContext:${CONTEXT_KEY}`]: 'false' },
    },
  });
}
