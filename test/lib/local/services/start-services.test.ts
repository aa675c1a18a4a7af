import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTable } from '../../../../lib/local/services/create-table.ts';
import { startServices } from '../../../../lib/local/services/start-services.ts';
import { REGISTRY_TABLE } from '../../../../runtime/stores/registry-table.ts';
import type { Clients, EmbeddedServices } from '../../../support/embedded-services.ts';
import { connectClients, startEmbeddedServices } from '../../../support/embedded-services.ts';

const SERVE_UNTIL_KILLED = fileURLToPath(import.meta.resolve('./fixtures/serve-until-killed.ts'));
const TableName = 'items';
const keyOf = (id: string) => ({ pk: { S: id }, sk: { S: id } });

let embedded: EmbeddedServices;
const queue = async (clients: Clients = embedded): Promise<string> =>
  (await clients.sqs.send(new CreateQueueCommand({ QueueName: 'events' }))).QueueUrl ?? '';

beforeEach(async () => {
  embedded = await startEmbeddedServices();
});

afterEach(async () => {
  await embedded[Symbol.asyncDispose]();
});

describe('startServices()', () => {
  test('answers for all services at one endpoint, and names queues by it', async () => {
    const url = await queue();
    expect(url).toBe(`${embedded.services.endpoint}/000000000000/events`);
    await expect(embedded.dynamodb.send(new ListTablesCommand({}))).resolves.toMatchObject({
      TableNames: [],
    });
  });

  test('answers on no address of the machine but 127.0.0.1', async () => {
    const port = Number(new URL(embedded.services.endpoint).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
      .map(({ address }) => address);
    for (const host of [...others, '127.0.0.2']) {
      const socket = connect({ host, port });
      await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  test('refuses a folder that is in use', async () => {
    await expect(startServices({ dataDir: embedded.dataDir, port: 0 })).rejects.toThrow(
      `Cannot open the data folder "${embedded.dataDir}": another process uses it`,
    );
  });

  test('refuses a port that is taken', async () => {
    const port = Number(new URL(embedded.services.endpoint).port);
    await expect(startServices({ dataDir: join(embedded.dataDir, 'other'), port })).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: EADDRINUSE`,
    );
  });

  test('keeps its key file to its owner', async () => {
    expect((await stat(join(embedded.dataDir, 'settings.key'))).mode & 0o777).toBe(0o600);
  });

  test('lives on when a client breaks off in the middle of a request', async () => {
    const { hostname, port } = new URL(embedded.services.endpoint);
    const socket = connect({ host: hostname, port: Number(port) });
    const started =
      'POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: DynamoDB_20120810.PutItem\r\ncontent-length: 9\r\n\r\n{';
    socket.write(started, () => socket.destroy());
    await once(socket, 'close');
    await expect(embedded.dynamodb.send(new ListTablesCommand({}))).resolves.toMatchObject({
      TableNames: [],
    });
  });

  test('ends twice, and while a client waits for messages', async () => {
    const QueueUrl = await queue();
    const poll = embedded.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 4 }));
    const polled = poll.then(
      ({ Messages }) => Messages ?? [],
      () => [],
    );
    await embedded.sqs.send(new ListQueuesCommand({}));
    await Promise.all([embedded.services.dispose(), embedded.services.dispose()]);
    await expect(polled).resolves.toEqual([]);
  });
});

describe('startServices() on the folder of an earlier run', () => {
  test('finds queues by name, with URLs of the new port, and their messages, also those in flight', async () => {
    const QueueUrl = await queue();
    for (const MessageBody of ['in flight', 'waiting', 'done']) {
      await embedded.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
    await embedded.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }));
    await embedded.services.dispose();

    await using services = await startServices({ dataDir: embedded.dataDir, port: 0 });
    const clients = connectClients(services);
    const found = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: 'events' }));
    expect(found.QueueUrl).toBe(`${services.endpoint}/000000000000/events`);
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: found.QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    expect(Messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
      ['in flight', '2'],
      ['waiting', '1'],
      ['done', '1'],
    ]);
    clients.destroy();
  });
});

describe('services that are killed', () => {
  test('keep every message, item and object that they acknowledged', async () => {
    await embedded.services.dispose();
    const child = spawn(process.execPath, [SERVE_UNTIL_KILLED, embedded.dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const clients = connectClients(JSON.parse(line));
    const QueueUrl = await queue(clients);
    await createTable(clients.dynamodb, TableName, REGISTRY_TABLE);
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'kept' }));

    const acknowledged: string[] = [];
    const write = async (id: string): Promise<void> => {
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: id }));
      await clients.dynamodb.send(new PutItemCommand({ TableName, Item: keyOf(id) }));
      await clients.s3.send(new PutObjectCommand({ Bucket: 'kept', Key: id, Body: id }));
      acknowledged.push(id);
      if (acknowledged.length === 100) child.kill('SIGKILL');
    };
    await Promise.allSettled(Array.from({ length: 300 }, (_, index) => write(`id-${index}`)));
    clients.destroy();
    expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');

    await using services = await startServices({ dataDir: embedded.dataDir, port: 0 });
    const again = connectClients(services);
    const received = new Set<string>();
    for (let last = -1; last !== received.size;) {
      last = received.size;
      const { Messages = [] } = await again.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = '' } of Messages) received.add(Body);
    }
    for (const id of acknowledged) {
      expect(received).toContain(id);
      const { Item } = await again.dynamodb.send(new GetItemCommand({ TableName, Key: keyOf(id) }));
      expect(Item).toBeDefined();
      const { Body } = await again.s3.send(new GetObjectCommand({ Bucket: 'kept', Key: id }));
      await expect(Body?.transformToString()).resolves.toBe(id);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(100);
    again.destroy();
  });
});

describe('SQS, embedded', () => {
  test('gives a message again that its receiver made visible', async () => {
    const QueueUrl = await queue();
    await embedded.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    const receive = async (): Promise<string | undefined> =>
      (await embedded.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.ReceiptHandle;
    const ReceiptHandle = await receive();
    await embedded.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
    expect(await receive()).toBeDefined();
  });

  test('takes every character that SQS takes, emoji among them, and refuses the others', async () => {
    const QueueUrl = await queue();
    const MessageBody = '\t\n\r \u0085漢\ud7ff\ue000\ufffd😀\u{1ffff}\u{10ffff}';
    await embedded.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const { Messages } = await embedded.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual([MessageBody]);
    await expect(
      embedded.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '\uffff' })),
    ).rejects.toThrow('Invalid characters');
  });

  test('takes a message of 1 MiB, and refuses one byte more', async () => {
    const QueueUrl = await queue();
    const send = (bytes: number) =>
      embedded.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(bytes) }));
    await expect(send(1024 * 1024)).resolves.toBeDefined();
    await expect(send(1024 * 1024 + 1)).rejects.toThrow(/must be shorter than 1048576 bytes/);
  });
});

describe('S3, embedded', () => {
  test('lists every key once over many pages, in the order of its characters', async () => {
    const Bucket = 'listed';
    await embedded.s3.send(new CreateBucketCommand({ Bucket }));
    const keys = ['a/1', 'a-1', 'B', 'a', 'Z', 'b', '_', '%2F', 'ä', 'aB', 'ab'];
    for (const Key of keys) await embedded.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const listed: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await embedded.s3.send(
        new ListObjectsV2Command({ Bucket, MaxKeys: 2, ...(ContinuationToken && { ContinuationToken }) }),
      );
      listed.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(listed).toEqual([...keys].sort());
  });

  test('lists keys with a delimiter as folders', async () => {
    const Bucket = 'listed';
    await embedded.s3.send(new CreateBucketCommand({ Bucket }));
    for (const Key of ['d/a/1', 'd/a/2', 'd/b/1', 'd/c'])
      await embedded.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const page = await embedded.s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd/', Delimiter: '/' }));
    expect(page.CommonPrefixes).toEqual([{ Prefix: 'd/a/' }, { Prefix: 'd/b/' }]);
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(['d/c']);
  });
});
