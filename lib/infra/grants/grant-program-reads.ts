import type { Key } from 'aws-cdk-lib/aws-kms';
import { VARIABLES } from '../../../functions/variables.ts';
import type { StageFunction } from '../stages/stage-function.ts';
import type { KeptBucket } from '../state/kept-bucket.ts';
import { acknowledgeFolder } from './acknowledge-folder.ts';
import { VIA_S3 } from './via-s3.ts';

const FOLDER = 'programs';

/** Lets a stage read programs. It may list them too: S3 says of what is missing that it's forbidden otherwise. */
export function grantProgramReads(stage: StageFunction, { bucket }: KeptBucket, key: Key): void {
  stage.allow(['s3:GetObject'], [bucket.arnForObjects(`${FOLDER}/*`)], {
    variables: { [VARIABLES.programsBucket]: bucket.bucketName },
  });
  stage.allow(['s3:ListBucket'], [bucket.bucketArn]);
  stage.allow(['kms:Decrypt'], [key.keyArn], { conditions: VIA_S3 });
  acknowledgeFolder(stage, FOLDER);
}
