import { S3Client } from '@aws-sdk/client-s3';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';
import { S3RejectedEventStore } from '../../runtime/stores/s3-rejected-event-store.ts';
import { readText } from '../environment.ts';
import { lambdaLog } from '../lambda-log.ts';
import { VARIABLES } from '../variables.ts';
import { createRejectedEvents } from './rejected-events.ts';

export const handler = createRejectedEvents({
  rejectedEventStore: new S3RejectedEventStore(
    new S3Client(CLIENT_SETTINGS),
    readText(process.env, VARIABLES.filedBucket),
  ),
  log: lambdaLog('rejected-events'),
  now: Date.now,
});
