import { S3Client } from '@aws-sdk/client-s3';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';
import { S3DeadLetterStore } from '../../runtime/stores/s3-dead-letter-store.ts';
import { readText } from '../environment.ts';
import { lambdaLog } from '../lambda-log.ts';
import { VARIABLES } from '../variables.ts';
import { createDeadLetters } from './dead-letters.ts';

export const handler = createDeadLetters({
  deadLetterStore: new S3DeadLetterStore(
    new S3Client(CLIENT_SETTINGS),
    readText(process.env, VARIABLES.filedBucket),
  ),
  log: lambdaLog('dead-letters'),
  now: Date.now,
});
