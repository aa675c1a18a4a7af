import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CLIENT_SETTINGS } from '../../../runtime/stores/client-settings.ts';
import { S3Texts } from '../../../runtime/stores/s3-texts.ts';

let breaksOff = 0;
let requests = 0;
const server = createServer((_, response) => {
  requests += 1;
  response.writeHead(200, { 'content-length': 5 });
  if (requests > breaksOff) response.end('whole');
  else response.write('who', () => response.destroy());
});
let client: S3Client;

beforeEach(async () => {
  requests = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new S3Client({
    ...CLIENT_SETTINGS,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
});
afterEach(async () => {
  client.destroy();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

describe('S3Texts', () => {
  test('reads again when an answer breaks off', async () => {
    breaksOff = 2;
    await expect(new S3Texts(client, 'bucket').get('key')).resolves.toBe('whole');
    expect(requests).toBe(3);
  });

  test('gives up after the third answer that breaks off', async () => {
    breaksOff = 3;
    await expect(new S3Texts(client, 'bucket').get('key')).rejects.toThrow();
    expect(requests).toBe(3);
  });
});
