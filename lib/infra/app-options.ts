import { ARCHITECTURES } from './assets/architecture.ts';
import type { Architecture } from './assets/architecture.ts';
import type { PipelineTimes } from './pipeline-times.ts';
import { DEFAULT_TIMES, timesProblem } from './pipeline-times.ts';
import type { RunnerKind } from './runner-kind.ts';
import { RUNNER_KINDS } from './runner-kind.ts';

/** What an operator chooses with `-c name=value`, or once and for all in cdk.json's `context`. */
export interface AppOptions {
  /** What the functions run on. Graviton costs a fifth less for the same work. */
  readonly architecture: Architecture;
  /** `function`: a Lambda function that may do nothing else; `process`: a child of the dispatcher, which holds credentials. */
  readonly runner: RunnerKind;
  /** Whether each subscription's code runs in microVMs of its own. Only with the runner in a function. */
  readonly tenantIsolation: boolean;
  /** Peers on private networks that partners' functions may reach, "host:port". None unless given. */
  readonly allowPrivateNetwork: readonly string[];
  /** The Lambda invocations that Sluice may have under way in its account and region. */
  readonly concurrency: number;
  /** The SNS topic that alarms notify; `null` for none. */
  readonly alarmTopicArn: string | null;
  /** The name of what is deployed, written into the functions' code; empty for none. */
  readonly release: string;
  readonly keepDeadLettersDays: number;
  readonly keepRejectedEventsDays: number;
  readonly times: PipelineTimes;
}

/** A new AWS account has ten invocations at once, and each of the five event sources takes two at least. */
const DEFAULT_CONCURRENCY = 10;
const MAX_CONCURRENCY = 5_000;
/** Long enough for a partner's holidays, and for a quarter's accounts to be closed on. */
const DEFAULT_KEEP_DEAD_LETTERS_DAYS = 90;
/** A producer's mistake is found within days or never. */
const DEFAULT_KEEP_REJECTED_EVENTS_DAYS = 30;
const MAX_KEEP_DAYS = 3_650;
/** It stands in a comment at the top of the code. */
const RELEASE = /^[\w.+-]{0,64}$/;
const PEER = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/i;
const TOPIC_ARN = /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/;

/**
 * Reads the CDK context.
 * @param read gives a context value by its name, `undefined` where it isn't set
 * @throws Error that names the value, and what it may be
 */
export function readAppOptions(read: (name: string) => unknown): AppOptions {
  const text = (name: string, fallback: string): string => {
    const given = read(name) ?? fallback;
    return typeof given === 'string' ? given : JSON.stringify(given);
  };
  const whole = (name: string, fallback: number, [min, max]: readonly [number, number]): number => {
    const given = text(name, String(fallback));
    const number = Number(given);
    if (!/^\d+$/.test(given) || number < min || number > max) {
      throw refusal(name, given, `use a whole number from ${min} to ${max}`);
    }
    return number;
  };
  const times: PipelineTimes = {
    budgetSeconds: whole('budgetSeconds', DEFAULT_TIMES.budgetSeconds, [1, 900]),
    functionTimeoutSeconds: whole('functionTimeoutSeconds', DEFAULT_TIMES.functionTimeoutSeconds, [1, 900]),
    maxReceiveCount: whole('maxReceiveCount', DEFAULT_TIMES.maxReceiveCount, [1, 1_000]),
    retentionDays: whole('retentionDays', DEFAULT_TIMES.retentionDays, [1, 14]),
  };
  const problem = timesProblem(times);
  if (problem !== null) throw new Error(`Cannot synthesize: ${problem}`);
  const runner = readOneOf('runner', text('runner', 'function'), RUNNER_KINDS);
  return {
    architecture: readOneOf('architecture', text('architecture', 'arm64'), ARCHITECTURES),
    runner,
    tenantIsolation: readTenantIsolation(text('tenantIsolation', 'false'), runner),
    allowPrivateNetwork: readPeers(text('allowPrivateNetwork', '')),
    concurrency: whole('concurrency', DEFAULT_CONCURRENCY, [DEFAULT_CONCURRENCY, MAX_CONCURRENCY]),
    alarmTopicArn: readTopic(text('alarmTopicArn', '')),
    release: readRelease(text('release', '')),
    keepDeadLettersDays: whole('keepDeadLettersDays', DEFAULT_KEEP_DEAD_LETTERS_DAYS, [1, MAX_KEEP_DAYS]),
    keepRejectedEventsDays: whole('keepRejectedEventsDays', DEFAULT_KEEP_REJECTED_EVENTS_DAYS, [
      1,
      MAX_KEEP_DAYS,
    ]),
    times,
  };
}

function readOneOf<Choice extends string>(name: string, given: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((each) => each === given);
  if (choice === undefined) throw refusal(name, given, `use ${choices.join(' or ')}`);
  return choice;
}

function readTenantIsolation(given: string, runner: RunnerKind): boolean {
  const isOn = readOneOf('tenantIsolation', given, ['true', 'false']) === 'true';
  if (isOn && runner !== 'function')
    throw refusal('tenantIsolation', given, 'use it with the runner "function"');
  return isOn;
}

function readPeers(given: string): readonly string[] {
  const peers = given === '' ? [] : given.split(',').map((peer) => peer.trim());
  const wrong = peers.find((peer) => !PEER.test(peer) || Number(peer.split(':').at(-1)) > 65_535);
  if (wrong !== undefined) throw refusal('allowPrivateNetwork', wrong, 'use host:port, divided by commas');
  return peers;
}

function readTopic(given: string): string | null {
  if (given === '') return null;
  if (!TOPIC_ARN.test(given)) throw refusal('alarmTopicArn', given, 'use the ARN of an SNS topic');
  return given;
}

function readRelease(given: string): string {
  if (!RELEASE.test(given)) {
    throw refusal('release', given, 'use up to 64 letters, digits and any of . _ + -');
  }
  return given;
}

function refusal(name: string, given: string, advice: string): Error {
  return new Error(`Cannot synthesize: ${name} is "${given}", ${advice}`);
}
