import { setTimeout as wait } from 'node:timers/promises';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { QueueStage } from '../../../functions/stage.ts';
import type { PollerOptions } from '../../../lib/local/poller.ts';
import { Poller } from '../../../lib/local/poller.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';
import { keptLog } from '../../support/kept-log.ts';

let embedded: EmbeddedServices;
beforeAll(async () => {
  embedded = await startEmbeddedServices();
});
afterAll(async () => {
  await embedded[Symbol.asyncDispose]();
});

let queues = 0;
const REGION = 'us-east-1';

async function makeQueue(): Promise<{ readonly queueUrl: string; readonly queueArn: string }> {
  queues += 1;
  const name = `queue-${queues}`;
  const { QueueUrl: queueUrl = '' } = await embedded.sqs.send(new CreateQueueCommand({ QueueName: name }));
  return { queueUrl, queueArn: `arn:aws:sqs:${REGION}:000000000000:${name}` };
}

async function send(queueUrl: string, ...bodies: readonly string[]): Promise<void> {
  for (const MessageBody of bodies) {
    await embedded.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  }
}

/** Messages of a queue, by whether they can be received. */
async function countMessages(
  queueUrl: string,
): Promise<{ readonly visible: number; readonly hidden: number }> {
  const { Attributes } = await embedded.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages),
    hidden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}

function aPoller(
  queue: Pick<PollerOptions, 'queueUrl' | 'queueArn'>,
  stage: QueueStage,
  more: Partial<PollerOptions> = {},
): Poller {
  const { log } = keptLog();
  return new Poller({ client: embedded.sqs, region: REGION, ...queue, stage, log, ...more });
}

/** A stage that keeps what it was called with, and answers as it is told. */
function keepingStage(answer: (records: readonly SQSRecord[]) => unknown = () => undefined) {
  const events: SQSEvent[] = [];
  const stage: QueueStage = async (event) => {
    events.push(event);
    return answer(event.Records) as never;
  };
  return { events, stage, bodies: () => events.map(({ Records }) => Records.map(({ body }) => body)) };
}

const hangingStage: QueueStage = () => new Promise(() => undefined);

describe('Poller', () => {
  test('hands messages over in the shape that Lambda gives them', async () => {
    const queue = await makeQueue();
    await embedded.sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.queueUrl,
        MessageBody: 'hello',
        MessageAttributes: {
          writeKey: { DataType: 'String', StringValue: 'wk' },
          bytes: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2, 3]) },
        },
      }),
    );
    const { events, stage } = keepingStage();
    await aPoller(queue, stage).tick();
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.stringMatching(/^[\da-f-]{36}$/),
            receiptHandle: expect.any(String),
            body: 'hello',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: expect.any(String),
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {
              writeKey: { stringValue: 'wk', stringListValues: [], binaryListValues: [], dataType: 'String' },
              bytes: { binaryValue: 'AQID', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
            },
            md5OfBody: '5d41402abc4b2a76b9719d911017c592',
            md5OfMessageAttributes: expect.stringMatching(/^[\da-f]{32}$/),
            eventSource: 'aws:sqs',
            eventSourceARN: queue.queueArn,
            awsRegion: REGION,
          },
        ],
      },
    ]);
  });

  test('tells the stage how much of its time is left', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, 'a');
    const left: number[] = [];
    const stage: QueueStage = async (_, invocation) => {
      left.push(invocation.getRemainingTimeInMillis());
      return { batchItemFailures: [] };
    };
    await aPoller(queue, stage, { functionTimeoutMs: 5_000 }).tick();
    expect(left[0]).toBeGreaterThan(0);
    expect(left[0]).toBeLessThanOrEqual(5_000);
  });

  test('gives ten messages at once at most, and deletes what is done', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, ...Array.from({ length: 12 }, (_, index) => `m${index}`));
    const { events, stage } = keepingStage();
    const poller = aPoller(queue, stage);
    expect([await poller.tick(), await poller.tick()]).toEqual([10, 2]);
    expect(events.map(({ Records }) => Records.length)).toEqual([10, 2]);
    expect(await countMessages(queue.queueUrl)).toEqual({ visible: 0, hidden: 0 });
  });

  test('collects a larger batch within its window', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, ...Array.from({ length: 12 }, (_, index) => `m${index}`));
    const { stage } = keepingStage();
    expect(await aPoller(queue, stage, { batchSize: 12, windowMs: 3_000 }).tick()).toBe(12);
  });

  test('receives again only what the stage names as failed', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, 'good', 'bad');
    const { stage, bodies } = keepingStage((records) => ({
      batchItemFailures: records
        .filter(({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));
    const poller = aPoller(queue, stage);
    await poller.tick();
    expect(await countMessages(queue.queueUrl)).toEqual({ visible: 0, hidden: 1 });
    await poller.tick();
    expect(bodies()).toEqual([['good', 'bad'], ['bad']]);
    expect(await countMessages(queue.queueUrl)).toEqual({ visible: 0, hidden: 0 });
  });

  test.each([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['gives no sense', () => ({ batchItemFailures: [{}] })],
  ])('keeps the messages of a stage that %s', async (_, answer) => {
    const queue = await makeQueue();
    await send(queue.queueUrl, 'a', 'b');
    const { stage } = keepingStage(answer);
    await aPoller(queue, stage).tick();
    expect(await countMessages(queue.queueUrl)).toEqual({ visible: 0, hidden: 2 });
  });

  test('does not wait for a stage past its time, and keeps its messages', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, 'a');
    const { log, lines } = keptLog();
    await aPoller(queue, hangingStage, { functionTimeoutMs: 20, log }).tick();
    expect(lines).toMatchObject([{ event: 'stage-failed', fields: { messages: 1 } }]);
    expect(await countMessages(queue.queueUrl)).toEqual({ visible: 0, hidden: 1 });
  });

  test('hides messages for as long as their stage works', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, 'slow');
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    const { stage } = keepingStage(() => done);
    const working = aPoller(queue, stage, { visibilitySeconds: 1 }).tick();
    const other = keepingStage();
    // A long poll that ends empty, three times as long as a message stays hidden by itself.
    expect(await aPoller(queue, other.stage).tick()).toBe(0);
    finish();
    await working;
    expect(await countMessages(queue.queueUrl)).toEqual({ visible: 0, hidden: 0 });
  });

  test('runs as many invocations side by side as it may, and no more', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, 'a', 'b', 'c');
    const running: (() => void)[] = [];
    let most = 0;
    let done = 0;
    const twoRun = Promise.withResolvers<void>();
    const allDone = Promise.withResolvers<void>();
    const stage: QueueStage = async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      running.push(resolve);
      most = Math.max(most, running.length);
      if (running.length === 2) twoRun.resolve();
      await promise;
      done += 1;
      if (done === 3) allDone.resolve();
      return { batchItemFailures: [] };
    };
    const poller = aPoller(queue, stage, { batchSize: 1, concurrency: 2 });
    poller.start();
    await twoRun.promise;
    const release = setInterval(() => running.shift()?.(), 5);
    await allDone.promise;
    clearInterval(release);
    expect(await poller.stop({ graceMs: 5_000 })).toBe(true);
    expect(most).toBe(2);
  });

  test('waits for what runs when it is stopped, but not for ever', async () => {
    const queue = await makeQueue();
    await send(queue.queueUrl, 'a');
    const started = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    const stage: QueueStage = async () => {
      started.resolve();
      await finished.promise;
      return { batchItemFailures: [] };
    };
    const poller = aPoller(queue, stage);
    poller.start();
    await started.promise;
    expect(await poller.stop({ graceMs: 10 })).toBe(false);
    const stopping = poller.stop({ graceMs: 5_000 });
    finished.resolve();
    expect(await stopping).toBe(true);
    expect(await countMessages(queue.queueUrl)).toEqual({ visible: 0, hidden: 0 });
  });

  test('goes on after requests that failed', async () => {
    const { log, lines } = keptLog();
    const arrived = Promise.withResolvers<void>();
    const { stage } = keepingStage(() => arrived.resolve());
    const queue = await makeQueue();
    const missing = { ...queue, queueUrl: `${queue.queueUrl}-missing` };
    const poller = aPoller(missing, stage, { log });
    poller.start();
    while (lines.length === 0) await wait(5);
    await embedded.sqs.send(new CreateQueueCommand({ QueueName: `queue-${queues}-missing` }));
    await send(missing.queueUrl, 'a');
    await arrived.promise;
    expect(lines).toMatchObject([{ event: 'receive-failed' }]);
    await poller.stop({ graceMs: 5_000 });
  });
});
