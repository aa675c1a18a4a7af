import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FailureCode } from '../../runtime/contract/failure-codes.ts';
import { DELIVERED, failed } from '../../runtime/contract/outcome.ts';
import type { ProxiedRequest } from '../support/fault-proxy.ts';
import { FakeRunner } from '../support/fake-runner.ts';
import { Pipeline } from '../support/pipeline.ts';

const EVENTS = 60;
const numbers = Array.from({ length: EVENTS }, (_, n) => n);
/** Events that the partner can never take, and where they belong. */
const hopeless = numbers.filter((n) => n % 10 === 0);
const healthy = numbers.filter((n) => n % 10 !== 0);
/** Long enough for every stage to meet the fault, and to meet it again. */
const STEPS_OF_FAULT = 3;

let runner = new FakeRunner();
let pipeline: Pipeline;
/** How often the partner took each event. */
let taken = new Map<number, number>();

beforeEach(async () => {
  taken = new Map();
  runner = new FakeRunner();
  const tried = new Set<number>();
  runner.script = ({ n }) => {
    const number = Number(n);
    if (number % 10 === 0) return failed('bad_request', 'no such field');
    // Every third event needs a second attempt.
    if (number % 3 === 0 && !tried.has(number)) {
      tried.add(number);
      return failed('retry', 'busy');
    }
    taken.set(number, (taken.get(number) ?? 0) + 1);
    return DELIVERED;
  };
  pipeline = await Pipeline.start(runner);
  await pipeline.addDestination('acme');
});
afterEach(() => pipeline[Symbol.asyncDispose]());

/** One that is no event, and half of the events singly, half in a batch. */
async function sendAll(): Promise<void> {
  const events = numbers.map((n) => ({ type: 'track', messageId: `m${n}`, n }));
  const half = EVENTS / 2;
  await pipeline.send('hello');
  for (const event of events.slice(0, half)) await pipeline.send({ writeKey: 'wk_web', ...event });
  await pipeline.send({ writeKey: 'wk_web', batch: events.slice(half) });
}

/** Steps through a fault, then until all is done. */
async function stepThrough(fault: () => void): Promise<void> {
  await sendAll();
  fault();
  for (let step = 0; step < STEPS_OF_FAULT; step += 1) await pipeline.step();
  pipeline.proxy.mend();
  await pipeline.drain();
}

/** The codes of all attempts that were counted as failed. */
function failedAttempts(): Partial<Record<FailureCode, number>> {
  const counts: Partial<Record<FailureCode, number>> = {};
  for (const { event, fields } of pipeline.lines) {
    if (event !== 'attempt-failed') continue;
    const code = fields['code'] as FailureCode;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

async function expectNothingLost({ maxDuplicates }: { readonly maxDuplicates: number }): Promise<void> {
  expect(Array.from(taken.keys()).sort((a, b) => a - b)).toEqual(healthy);
  const kept = await pipeline.deadLetters();
  const keptNumbers = kept.map((each) => (JSON.parse(each.delivery.eventText) as { n: number }).n);
  expect(keptNumbers.sort((a, b) => a - b)).toEqual(hopeless);
  for (const letter of kept) expect(letter).toMatchObject({ code: 'bad_request', attempts: 1 });
  expect((await pipeline.rejectedEvents()).map((each) => each.reason)).toEqual(['body: is not JSON']);
  const duplicates = Array.from(taken.values()).reduce((sum, times) => sum + times - 1, 0);
  expect(duplicates).toBeLessThanOrEqual(maxDuplicates);
  expect(pipeline.proxy.faults).toBeGreaterThan(0);
}

/** No delivery failed but by its own function. */
function expectNobodyBlamed(): void {
  const byTheirOwn = { retry: healthy.filter((n) => n % 3 === 0).length, bad_request: hopeless.length };
  expect(failedAttempts()).toEqual(byTheirOwn);
}

function onlyFor(service: ProxiedRequest['service']): (request: ProxiedRequest) => boolean {
  return (request) => request.service === service;
}

describe('when a service is out for a while, every event is delivered or kept, and no attempt is counted:', () => {
  test.each(['dynamodb', 's3', 'kms'] as const)('%s', async (service) => {
    await stepThrough(() => {
      pipeline.proxy.fails = onlyFor(service);
    });
    await expectNothingLost({ maxDuplicates: 0 });
    expectNobodyBlamed();
  });

  test.each(['dynamodb', 's3', 'kms'] as const)('%s, every other request', async (service) => {
    let requests = 0;
    await stepThrough(() => {
      pipeline.proxy.fails = (request) => request.service === service && (requests += 1) % 2 === 1;
    });
    await expectNothingLost({ maxDuplicates: 0 });
    expectNobodyBlamed();
  });

  test('s3 breaks off in the middle of its answers', async () => {
    await stepThrough(() => {
      pipeline.proxy.losesAnswer = onlyFor('s3');
    });
    await expectNothingLost({ maxDuplicates: 0 });
    expectNobodyBlamed();
  });
});

describe('when SQS refuses what stages send, every event is delivered or kept:', () => {
  test('single entries, which the sender tries again', async () => {
    const refused = new Set<string>();
    await stepThrough(() => {
      // Each message once: the second try at it is taken.
      pipeline.proxy.refuses = ({ body }) => refused.size < refused.add(body).size;
    });
    await expectNothingLost({ maxDuplicates: 0 });
    expectNobodyBlamed();
  });

  test('single entries again and again, so that their messages are received again', async () => {
    let entries = 0;
    await stepThrough(() => {
      pipeline.proxy.refuses = () => (entries += 1) % 4 !== 0;
    });
    // What a message holds beside what was refused is delivered once more each time.
    await expectNothingLost({ maxDuplicates: EVENTS });
  });

  test.each(['deliveries', 'retries', 'dead-letters', 'rejected-events'])(
    'everything that is for %s',
    async (queueName) => {
      await stepThrough(() => {
        pipeline.proxy.refuses = (entry) => entry.queueName === queueName;
      });
      // Behind the partner, what a message holds beside what was refused is delivered once more each time.
      const isBehindPartner = queueName === 'retries' || queueName === 'dead-letters';
      await expectNothingLost({ maxDuplicates: isBehindPartner ? EVENTS : 0 });
    },
  );

  test('answers that get lost, so that nobody knows what was sent', async () => {
    await sendAll();
    let requests = 0;
    pipeline.proxy.losesAnswer = ({ service }) => service === 'sqs' && (requests += 1) % 2 === 0;
    for (let step = 0; step < STEPS_OF_FAULT; step += 1) await pipeline.step();
    pipeline.proxy.mend();
    await pipeline.drain();
    await expectNothingLost({ maxDuplicates: EVENTS });
  });
});
