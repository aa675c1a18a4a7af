import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { LANES } from '../../runtime/contract/delivery.ts';
import { CachedRegistry } from '../../runtime/stores/cached-registry.ts';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';
import { DynamoRegistry } from '../../runtime/stores/dynamo-registry.ts';
import { S3RejectedEventStore } from '../../runtime/stores/s3-rejected-event-store.ts';
import { readChoice, readText } from '../environment.ts';
import { lambdaLog } from '../lambda-log.ts';
import { openQueue } from '../open-queue.ts';
import type { Variable } from '../variables.ts';
import { VARIABLES } from '../variables.ts';
import { createRouter } from './router.ts';

const environment = process.env;
const log = lambdaLog('router');
const sqs = new SQSClient(CLIENT_SETTINGS);
const queue = (variable: Variable) => openQueue(sqs, { environment, variable, log });

export const handler = createRouter({
  registry: new CachedRegistry(
    new DynamoRegistry(new DynamoDBClient(CLIENT_SETTINGS), readText(environment, VARIABLES.registryTable)),
  ),
  lane: readChoice(environment, VARIABLES.lane, LANES),
  deliveries: queue(VARIABLES.deliveriesQueueUrl),
  events: queue(VARIABLES.eventsQueueUrl),
  rejectedEvents: queue(VARIABLES.rejectedEventsQueueUrl),
  rejectedEventStore: new S3RejectedEventStore(
    new S3Client(CLIENT_SETTINGS),
    readText(environment, VARIABLES.filedBucket),
  ),
  log,
  now: Date.now,
});
