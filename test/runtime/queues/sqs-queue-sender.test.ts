import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_REQUEST_BYTES } from '../../../runtime/queues/pack-requests.ts';
import type { OutgoingMessage } from '../../../runtime/queues/queue-sender.ts';
import type { SendProblem } from '../../../runtime/queues/sqs-queue-sender.ts';
import { SqsQueueSender } from '../../../runtime/queues/sqs-queue-sender.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';
import { startScriptedSqs } from './scripted-sqs.ts';

const QUEUE_URL = 'http://sqs.example/1/queue';

function someMessages(count: number): readonly OutgoingMessage[] {
  return Array.from({ length: count }, (_, index) => ({ body: `message ${index}` }));
}

describe('SqsQueueSender on the embedded SQS', () => {
  let embedded: EmbeddedServices;
  beforeAll(async () => {
    embedded = await startEmbeddedServices();
  });
  afterAll(async () => {
    await embedded[Symbol.asyncDispose]();
  });

  async function makeQueue(QueueName: string): Promise<string> {
    return (await embedded.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  }

  async function receiveAll(QueueUrl: string) {
    const received = [];
    for (;;) {
      const { Messages = [] } = await embedded.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );
      if (Messages.length === 0) return received;
      received.push(...Messages);
    }
  }

  test('sends more messages than a request takes, each once, with its attribute', async () => {
    const url = await makeQueue('many');
    const messages = Array.from({ length: 123 }, (_, index) => ({
      body: `message ${index}`,
      attribute: `{"n":${index}}`,
      groupId: 'dst_1',
    }));
    await expect(new SqsQueueSender(embedded.sqs, url).send(messages)).resolves.toEqual([]);
    const received = await receiveAll(url);
    const pairs = received.map(({ Body, MessageAttributes }) => [
      Body,
      MessageAttributes?.sluice?.StringValue,
    ]);
    expect(new Map(pairs as [string, string][])).toEqual(
      new Map(messages.map(({ body, attribute }) => [body, attribute])),
    );
    expect(pairs).toHaveLength(123);
  });

  test('divides large messages by the bytes that a request takes', async () => {
    const url = await makeQueue('large');
    const messages = Array.from({ length: 6 }, () => ({ body: 'ä'.repeat(200_000), attribute: '{}' }));
    await expect(new SqsQueueSender(embedded.sqs, url).send(messages)).resolves.toEqual([]);
    await expect(receiveAll(url)).resolves.toHaveLength(6);
  });

  test('sends a message of just the largest size, and gives one byte more back unsent', async () => {
    const url = await makeQueue('largest');
    const attribute = '{}';
    const largest = { body: 'x'.repeat(MAX_REQUEST_BYTES - 'sluiceString{}'.length), attribute };
    const larger = { ...largest, body: `${largest.body}x` };
    await expect(new SqsQueueSender(embedded.sqs, url).send([larger, largest])).resolves.toEqual([larger]);
  });

  test("gives back what SQS says is the sender's fault, and sends what stands beside it", async () => {
    const url = await makeQueue('faulty');
    const waits: number[] = [];
    const sender = new SqsQueueSender(embedded.sqs, url, { wait: async (delayMs) => waits.push(delayMs) });
    const faulty = { body: 'what SQS refuses: \u0000' };
    await expect(sender.send([{ body: 'before' }, faulty, { body: 'after' }])).resolves.toEqual([faulty]);
    expect((await receiveAll(url)).map(({ Body }) => Body)).toEqual(['before', 'after']);
    expect(waits).toEqual([]);
  });

  test('gives all back when the queue does not exist', async () => {
    const problems: SendProblem[] = [];
    const sender = new SqsQueueSender(embedded.sqs, QUEUE_URL, {
      onProblem: (problem) => problems.push(problem),
      wait: async () => {},
    });
    const messages = someMessages(3);
    await expect(sender.send(messages)).resolves.toEqual(messages);
    expect(problems[0]).toEqual({ code: 'QueueDoesNotExist', messages: 3 });
  });
});

describe('SqsQueueSender', () => {
  test('delays by whole seconds, rounded up, and never longer than SQS allows', async () => {
    const delays: unknown[] = [];
    await using sqs = await startScriptedSqs((entries) => {
      delays.push(...entries.map(({ DelaySeconds }) => DelaySeconds));
      return [];
    });
    const messages = [0, 1, 1000, 1001, 900_000, 900_001, 1e12].map((delayMs) => ({ body: 'any', delayMs }));
    await expect(
      new SqsQueueSender(sqs.client, QUEUE_URL).send([{ body: 'any' }, ...messages]),
    ).resolves.toEqual([]);
    expect(delays).toEqual([undefined, 0, 1, 1, 2, 900, 900, 900]);
  });

  test('sends again only what was refused, after a wait that grows', async () => {
    await using sqs = await startScriptedSqs((entries, requestNumber) =>
      requestNumber > 2
        ? []
        : entries.slice(1).map(({ Id }) => ({ Id, Code: 'ServiceUnavailable', SenderFault: false })),
    );
    const waits: number[] = [];
    const sender = new SqsQueueSender(sqs.client, QUEUE_URL, {
      wait: async (delayMs) => waits.push(delayMs),
      random: () => 0.5,
    });
    await expect(sender.send(someMessages(4))).resolves.toEqual([]);
    expect(sqs.requests).toEqual([
      ['message 0', 'message 1', 'message 2', 'message 3'],
      ['message 1', 'message 2', 'message 3'],
      ['message 2', 'message 3'],
    ]);
    expect(waits).toEqual([50, 100]);
  });

  test('gives back in order what was refused three times', async () => {
    await using sqs = await startScriptedSqs((entries) =>
      entries
        .filter(({ MessageBody }) => MessageBody?.endsWith('3'))
        .map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
    );
    const messages = someMessages(25);
    const problems: SendProblem[] = [];
    const sender = new SqsQueueSender(sqs.client, QUEUE_URL, {
      onProblem: (problem) => problems.push(problem),
      wait: async () => {},
    });
    await expect(sender.send(messages)).resolves.toEqual([messages[3], messages[13], messages[23]]);
    expect(sqs.requests).toHaveLength(3 + 2);
    expect(problems).toEqual(Array.from({ length: 3 }, () => ({ code: 'InternalError', messages: 3 })));
  });

  test('sends again when a request fails as a whole', async () => {
    await using sqs = await startScriptedSqs((_, requestNumber) => (requestNumber === 1 ? 503 : []));
    const sender = new SqsQueueSender(sqs.client, QUEUE_URL, { wait: async () => {} });
    await expect(sender.send(someMessages(2))).resolves.toEqual([]);
    expect(sqs.requests).toHaveLength(2);
  });

  test('gives the same message back as often as it could not be sent', async () => {
    await using sqs = await startScriptedSqs(() => 503);
    const message = { body: 'twice' };
    const sender = new SqsQueueSender(sqs.client, QUEUE_URL, { wait: async () => {} });
    await expect(sender.send([message, message])).resolves.toEqual([message, message]);
  });

  test('has eight requests under way at once, and no more', async () => {
    const eight = Promise.withResolvers<void>();
    await using sqs = await startScriptedSqs(async (_, requestNumber) => {
      if (requestNumber === 8) eight.resolve();
      await eight.promise;
      return [];
    });
    await expect(new SqsQueueSender(sqs.client, QUEUE_URL).send(someMessages(300))).resolves.toEqual([]);
    expect(sqs.requests).toHaveLength(30);
    expect(sqs.mostAtOnce).toBe(8);
  });

  test('makes no request for nothing', async () => {
    await using sqs = await startScriptedSqs(() => []);
    await expect(new SqsQueueSender(sqs.client, QUEUE_URL).send([])).resolves.toEqual([]);
    expect(sqs.requests).toEqual([]);
  });
});
