import { describe, expect, test } from '@jest/globals';
import { readAppOptions } from '../../lib/infra/app-options.ts';

describe('readAppOptions()', () => {
  test('has an answer to everything', () => {
    expect(read({})).toEqual({
      architecture: 'arm64',
      runner: 'function',
      tenantIsolation: false,
      allowPrivateNetwork: [],
      concurrency: 10,
      alarmTopicArn: null,
      release: '',
      keepDeadLettersDays: 90,
      keepRejectedEventsDays: 30,
      times: { budgetSeconds: 60, functionTimeoutSeconds: 100, maxReceiveCount: 10, retentionDays: 14 },
    });
  });

  test('takes what is given as text or, in cdk.json, as a number', () => {
    expect(read({ concurrency: '200', keepDeadLettersDays: 7 })).toMatchObject({
      concurrency: 200,
      keepDeadLettersDays: 7,
    });
  });

  test('divides peers by commas', () => {
    const { allowPrivateNetwork } = read({
      allowPrivateNetwork: '127.0.0.1:9000, crm.internal:443,[::1]:80',
    });
    expect(allowPrivateNetwork).toEqual(['127.0.0.1:9000', 'crm.internal:443', '[::1]:80']);
  });

  test.each([
    [{ runner: 'thread' }, 'Cannot synthesize: runner is "thread", use function or process'],
    [
      { tenantIsolation: 'true', runner: 'process' },
      'Cannot synthesize: tenantIsolation is "true", use it with the runner "function"',
    ],
    [{ tenantIsolation: 'yes' }, 'Cannot synthesize: tenantIsolation is "yes", use true or false'],
    [{ architecture: 'mips' }, 'Cannot synthesize: architecture is "mips", use arm64 or x86_64'],
    [
      { allowPrivateNetwork: '127.0.0.1' },
      'Cannot synthesize: allowPrivateNetwork is "127.0.0.1", use host:port, divided by commas',
    ],
    [
      { allowPrivateNetwork: '127.0.0.1:70000' },
      'Cannot synthesize: allowPrivateNetwork is "127.0.0.1:70000", use host:port, divided by commas',
    ],
    [{ concurrency: '5' }, 'Cannot synthesize: concurrency is "5", use a whole number from 10 to 5000'],
    [
      { alarmTopicArn: 'alarms' },
      'Cannot synthesize: alarmTopicArn is "alarms", use the ARN of an SNS topic',
    ],
    [
      { release: '*/ evil' },
      'Cannot synthesize: release is "*/ evil", use up to 64 letters, digits and any of . _ + -',
    ],
    [
      { budgetSeconds: '80' },
      'Cannot synthesize: functionTimeoutSeconds is 100, it must be at least 120: budgetSeconds 80, the longest call 30, ' +
        'and 10 to settle',
    ],
  ])('refuses %j', (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});

function read(context: Readonly<Record<string, unknown>>) {
  return readAppOptions((name) => context[name]);
}
