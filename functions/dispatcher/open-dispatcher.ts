import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Runner } from '../../runtime/runner/runner.ts';
import { CachedProgramStore } from '../../runtime/stores/cached-program-store.ts';
import { CachedRegistry } from '../../runtime/stores/cached-registry.ts';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';
import { DynamoRegistry } from '../../runtime/stores/dynamo-registry.ts';
import { KmsDataKeys } from '../../runtime/stores/kms-data-keys.ts';
import { S3ProgramStore } from '../../runtime/stores/s3-program-store.ts';
import { DataKeySettingsVault } from '../../runtime/stores/settings-vault.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import type { Environment } from '../environment.ts';
import { readText } from '../environment.ts';
import { lambdaLog } from '../lambda-log.ts';
import type { Log } from '../log.ts';
import { openQueue } from '../open-queue.ts';
import type { QueueStage } from '../stage.ts';
import { VARIABLES } from '../variables.ts';
import { createDispatcher } from './dispatcher.ts';
import { readTimes } from './read-times.ts';

/** What the dispatcher's own parts and its runner share. */
export interface DispatcherParts {
  readonly s3: S3Client;
  readonly log: Log;
}

/** Puts the dispatcher together as its environment says, with one Runner or the other. */
export function openDispatcher(
  environment: Environment,
  openRunner: (parts: DispatcherParts) => Runner,
): QueueStage {
  const log = lambdaLog('dispatcher');
  const sqs = new SQSClient(CLIENT_SETTINGS);
  const s3 = new S3Client(CLIENT_SETTINGS);
  return createDispatcher({
    registry: new CachedRegistry(
      new DynamoRegistry(new DynamoDBClient(CLIENT_SETTINGS), readText(environment, VARIABLES.registryTable)),
    ),
    programs: new CachedProgramStore(new S3ProgramStore(s3, readText(environment, VARIABLES.programsBucket))),
    vault: new DataKeySettingsVault(
      new KmsDataKeys(new KMSClient(CLIENT_SETTINGS), readText(environment, VARIABLES.keyId)),
    ),
    runner: openRunner({ s3, log }),
    retries: openQueue(sqs, { environment, variable: VARIABLES.retriesQueueUrl, log }),
    deadLetters: openQueue(sqs, { environment, variable: VARIABLES.deadLettersQueueUrl, log }),
    clock: SYSTEM_CLOCK,
    random: Math.random,
    log,
    ...readTimes(environment),
  });
}
