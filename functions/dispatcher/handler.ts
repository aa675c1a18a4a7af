import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createProcessRunner } from '../../runtime/runner/process-runner.ts';
import { CachedProgramStore } from '../../runtime/stores/cached-program-store.ts';
import { CachedRegistry } from '../../runtime/stores/cached-registry.ts';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';
import { DynamoRegistry } from '../../runtime/stores/dynamo-registry.ts';
import { KmsDataKeys } from '../../runtime/stores/kms-data-keys.ts';
import { S3ProgramStore } from '../../runtime/stores/s3-program-store.ts';
import { DataKeySettingsVault } from '../../runtime/stores/settings-vault.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { readList, readText } from '../environment.ts';
import { lambdaLog } from '../lambda-log.ts';
import { openQueue } from '../open-queue.ts';
import { VARIABLES } from '../variables.ts';
import { createDispatcher } from './dispatcher.ts';
import { readTimes } from './read-times.ts';

const environment = process.env;
const log = lambdaLog('dispatcher');
const codeFolder = readText(environment, VARIABLES.codeFolder);
// First of all, since the child starts beside the rest: `child.js` and `guest.js` stand beside this file.
const runner = createProcessRunner({
  childPath: join(codeFolder, 'child.js'),
  guestSource: readFileSync(join(codeFolder, 'guest.js'), 'utf8'),
  allowPrivateNetwork: readList(environment, VARIABLES.allowPrivateNetwork),
});
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
