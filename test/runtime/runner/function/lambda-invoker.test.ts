import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LambdaInvoker } from '../../../../runtime/runner/function/lambda-invoker.ts';
import type { Answer } from '../../../support/partner.ts';
import { Partner } from '../../../support/partner.ts';

const LONG_MS = 60_000;

describe('LambdaInvoker', () => {
  let service: Partner;
  let invoker: LambdaInvoker;
  beforeEach(async () => {
    service = await Partner.start({ body: '{"ok":true}' });
    invoker = new LambdaInvoker('runner', {
      endpoint: service.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    });
  });
  afterEach(async () => {
    invoker.dispose();
    await service.close();
  });

  test('sends a payload as it is, by the API that Lambda has', async () => {
    const payload = '{"text":"é 😀 \\u2028"}';
    expect(await invoker.invoke(payload, { waitMs: LONG_MS, tenantId: 'sub_acme' })).toEqual({
      kind: 'answered',
      text: '{"ok":true}',
    });
    expect(service.requests).toMatchObject([
      {
        method: 'POST',
        path: '/2015-03-31/functions/runner/invocations',
        body: payload,
        headers: { 'x-amz-tenant-id': 'sub_acme' },
      },
    ]);
  });

  test('gives up what is not answered in time, and takes the environment for dead', async () => {
    service.answer = () => ({ kind: 'hang' });
    expect(await invoker.invoke('{}', { waitMs: 50 })).toEqual({
      kind: 'died',
      cause: 'overdue',
      reason: 'no answer within 50 ms',
    });
    await service.until(() => service.openConnections === 0);
  });

  const lambdaSays = (error: unknown): Answer => ({
    headers: { 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify(error),
  });

  test.each<[string, Answer, unknown]>([
    [
      'an environment that exited',
      lambdaSays({ errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited' }),
      { kind: 'died', cause: 'crashed', reason: 'Runtime.ExitError: Runtime exited' },
    ],
    [
      'one that ran out of time',
      lambdaSays({ errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 95.00 seconds' }),
      { kind: 'died', cause: 'overdue', reason: 'Sandbox.Timedout: Task timed out after 95.00 seconds' },
    ],
    [
      'one that ran out of time, in the words of before',
      lambdaSays({ errorMessage: '2026-11-24T10:00:00Z id Task timed out after 95.00 seconds' }),
      { kind: 'died', cause: 'overdue' },
    ],
    [
      'a handler that threw',
      lambdaSays({ errorType: 'Error', errorMessage: 'Cannot start', trace: ['Error: Cannot start'] }),
      { kind: 'failed', reason: 'Error: Cannot start' },
    ],
    ['an error that is none', lambdaSays(null), { kind: 'died', cause: 'crashed' }],
    [
      'no room',
      { status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body: '{}' },
      { kind: 'throttled' },
    ],
    [
      'no permission',
      { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{"message":"no"}' },
      { kind: 'failed', reason: expect.stringMatching(/AccessDenied/) },
    ],
    ['a broken connection', { kind: 'reset' }, { kind: 'failed' }],
    ['an answer that breaks off', { kind: 'reset', when: 'half-way' }, { kind: 'failed' }],
  ])('tells %s from everything else, and asks once', async (_, answer, invoked) => {
    service.answer = () => answer;
    expect(await invoker.invoke('{}', { waitMs: LONG_MS })).toMatchObject(invoked as object);
    expect(service.requests).toHaveLength(1);
  });

  test('says that nobody listens', async () => {
    await service.refuse();
    expect(await invoker.invoke('{}', { waitMs: LONG_MS })).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/ECONNREFUSED/),
    });
  });
});
