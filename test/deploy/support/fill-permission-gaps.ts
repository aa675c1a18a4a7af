import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import type { Outputs } from './deploy.ts';
import type { Emulator } from './emulator.ts';

const STACK = 'PermissionGaps';
const LONGEST_SECONDS = 60;

/**
 * Allows what AWS allows by the app's own roles, and the emulator doesn't: it takes `SendMessageBatch` for an action of its
 * own, where AWS asks for `sqs:SendMessage`; and it knows no conditions of KMS, and so takes them for unmet.
 * All else the roles must allow by themselves.
 */
export async function fillPermissionGaps(emulator: Emulator, outputs: Outputs): Promise<void> {
  const { endpoint, region, accessKeyId, secretAccessKey } = emulator.endpoint;
  const client = new CloudFormationClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: 'SluiceFunctions' }),
  );
  const roleOf = (stage: string): string | undefined =>
    StackResources.find(
      ({ ResourceType, LogicalResourceId }) =>
        ResourceType === 'AWS::IAM::Role' && LogicalResourceId?.startsWith(stage),
    )?.PhysicalResourceId;
  const { EventsQueueArn, StreamDeliveriesQueueArn, RejectedEventsQueueArn } = outputs;
  const { StreamRetriesQueueArn, DeadLettersQueueArn, KeyArn } = outputs;
  const Resources = {
    Router: policy('Router', roleOf('Router'), {
      'sqs:SendMessageBatch': [EventsQueueArn, StreamDeliveriesQueueArn, RejectedEventsQueueArn],
    }),
    Dispatcher: policy('Dispatcher', roleOf('StreamLane'), {
      'sqs:SendMessageBatch': [StreamRetriesQueueArn, DeadLettersQueueArn],
      'kms:Decrypt': [KeyArn],
    }),
  };
  await client.send(
    new CreateStackCommand({
      StackName: STACK,
      TemplateBody: JSON.stringify({ Resources }),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  await waitUntilStackCreateComplete(
    { client, maxWaitTime: LONGEST_SECONDS, minDelay: 1, maxDelay: 1 },
    { StackName: STACK },
  );
  client.destroy();
}

function policy(
  name: string,
  role: string | undefined,
  allowed: Readonly<Record<string, readonly (string | undefined)[]>>,
) {
  const Statement = Object.entries(allowed).map(([Action, Resource]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  }));
  return {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: `${STACK}${name}`,
      Roles: [role],
      PolicyDocument: { Version: '2012-10-17', Statement },
    },
  };
}
