import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connectDeployed } from '../../../lib/cli/connect-deployed.ts';

const before = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' });
});
afterEach(() => {
  process.env = { ...before };
});

test('connectDeployed() says what is missing and where to name it', async () => {
  await expect(connectDeployed(undefined)).rejects.toMatchObject({
    message: 'Cannot reach AWS: region is missing',
    nextStep: 'Name the region with --region or AWS_REGION, and credentials as for the AWS CLI',
  });
});

test('connectDeployed() connects with what the environment says', async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' });
  using clients = await connectDeployed('eu-west-1');
  expect(await clients.sqs.config.region()).toBe('eu-west-1');
});
