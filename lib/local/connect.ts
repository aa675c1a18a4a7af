import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_SETTINGS } from '../../runtime/stores/client-settings.ts';

export interface Clients extends Disposable {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
}

export interface Endpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The AWS clients of production; only the endpoint is another. */
export function connect({ endpoint, region, accessKeyId, secretAccessKey }: Endpoint): Clients {
  return connectWith({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
}

/** Clients for AWS itself: credentials and all else from the environment, as AWS' own tools have it. */
export function connectToAws(region: string | undefined): Clients {
  return connectWith(region === undefined ? {} : { region });
}

interface Overrides {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

function connectWith(overrides: Overrides): Clients {
  const config = { ...CLIENT_SETTINGS, ...overrides };
  const clients = {
    sqs: new SQSClient(config),
    s3: new S3Client(config),
    dynamodb: new DynamoDBClient(config),
    kms: new KMSClient(config),
  };
  return {
    ...clients,
    [Symbol.dispose]: () => Object.values(clients).forEach((client) => client.destroy()),
  };
}
