import type { Key } from 'aws-cdk-lib/aws-kms';
import { VARIABLES } from '../../../functions/variables.ts';
import type { StageFunction } from '../stages/stage-function.ts';
import type { KeptBucket } from '../state/kept-bucket.ts';
import { acknowledgeFolder } from './acknowledge-folder.ts';
import { VIA_S3 } from './via-s3.ts';

/** Lets a stage put files into a folder, and neither read nor delete what is there. */
export function grantFiling(
  stage: StageFunction,
  { bucket }: KeptBucket,
  { folder, key }: { readonly folder: 'dead-letters' | 'rejected-events'; readonly key: Key },
): void {
  stage.allow(['s3:PutObject'], [bucket.arnForObjects(`${folder}/*`)], {
    variables: { [VARIABLES.filedBucket]: bucket.bucketName },
  });
  stage.allow(['kms:GenerateDataKey'], [key.keyArn], { conditions: VIA_S3 });
  acknowledgeFolder(stage, folder);
}
