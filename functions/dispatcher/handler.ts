// Before all else: the child starts while the rest is loaded.
import { runner } from './runner.ts';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CachedProgramStore } from '../../runtime/stores/cached-program-store.ts';
import { CachedRegistry } from '../../runtime/stores/cached-registry.ts';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';
import { DynamoRegistry } from '../../runtime/stores/dynamo-registry.ts';
import { KmsDataKeys } from '../../runtime/stores/kms-data-keys.ts';
import { S3ProgramStore } from '../../runtime/stores/s3-program-store.ts';
import { DataKeySettingsVault } from '../../runtime/stores/settings-vault.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { readText } from '../environment.ts';
import { lambdaLog } from '../lambda-log.ts';
import { openQueue } from '../open-queue.ts';
import { VARIABLES } from '../variables.ts';
import { createDispatcher } from './dispatcher.ts';
import { readTimes } from './read-times.ts';

const environment = process.env;
const log = lambdaLog('dispatcher');
const sqs = new SQSClient(CLIENT_SETTINGS);

export const handler = createDispatcher({
  registry: new CachedRegistry(
    new DynamoRegistry(new DynamoDBClient(CLIENT_SETTINGS), readText(environment, VARIABLES.registryTable)),
  ),
  programs: new CachedProgramStore(
    new S3ProgramStore(new S3Client(CLIENT_SETTINGS), readText(environment, VARIABLES.programsBucket)),
  ),
  vault: new DataKeySettingsVault(
    new KmsDataKeys(new KMSClient(CLIENT_SETTINGS), readText(environment, VARIABLES.keyId)),
  ),
  runner,
  retries: openQueue(sqs, { environment, variable: VARIABLES.retriesQueueUrl, log }),
  deadLetters: openQueue(sqs, { environment, variable: VARIABLES.deadLettersQueueUrl, log }),
  clock: SYSTEM_CLOCK,
  random: Math.random,
  log,
  ...readTimes(environment),
});
