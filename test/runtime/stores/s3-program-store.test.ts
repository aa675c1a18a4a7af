import { createHash } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CachedProgramStore } from '../../../runtime/stores/cached-program-store.ts';
import { S3ProgramStore } from '../../../runtime/stores/s3-program-store.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';
import { describeProgramStore } from './describe-program-store.ts';

let embedded: EmbeddedServices;
let buckets = 0;

beforeAll(async () => {
  embedded = await startEmbeddedServices();
});
afterAll(async () => {
  await embedded[Symbol.asyncDispose]();
});

async function makeBucket(): Promise<string> {
  buckets += 1;
  await embedded.s3.send(new CreateBucketCommand({ Bucket: `programs-${buckets}` }));
  return `programs-${buckets}`;
}

describeProgramStore('S3ProgramStore', async () => new S3ProgramStore(embedded.s3, await makeBucket()));
describeProgramStore(
  'CachedProgramStore over S3ProgramStore',
  async () => new CachedProgramStore(new S3ProgramStore(embedded.s3, await makeBucket())),
);

async function storeText(Body: string, hash = createHash('sha256').update(Body).digest('hex')) {
  const Bucket = await makeBucket();
  await embedded.s3.send(new PutObjectCommand({ Bucket, Key: `programs/${hash}.json`, Body }));
  return { hash, store: new S3ProgramStore(embedded.s3, Bucket) };
}

test('S3ProgramStore refuses a program that was changed where it is stored', async () => {
  const { hash, store } = await storeText('{"v":1}', 'a'.repeat(64));
  await expect(store.get(hash)).rejects.toThrow(
    /^Cannot read program "a{64}": the SHA-256 of what is stored is [0-9a-f]{64}$/,
  );
});

test.each([
  ['{', 'program: is not JSON'],
  ['{"v":2}', 'v: must be 1, is 2'],
  ['{"v":1,"kind":"wasm"}', 'kind: must be one of script, module, is a string'],
  ['{"v":1,"kind":"script","code":"","fileName":"a.js"}', 'manifest: must be an object, is missing'],
  [
    '{"v":1,"kind":"script","code":"","fileName":"a.js","libraries":[{"name":"lodash"}]}',
    'libraries[0].code: must be a string, is missing',
  ],
  [
    '{"v":1,"kind":"script","code":"","fileName":"a.js","sourceMap":{"sources":[1],"mappings":""}}',
    'sourceMap.sources[0]: must be a string, is a number',
  ],
])('S3ProgramStore says what is wrong with a program that it cannot read: %s', async (text, problem) => {
  const { hash, store } = await storeText(text);
  await expect(store.get(hash)).rejects.toThrow(`Cannot read program "${hash}": ${problem}`);
});

// What is published is known by its hash: it may not change between releases.
test('S3ProgramStore has hashed this program so since its first release', async () => {
  const { store } = await storeText('any');
  const program = await store.put({
    kind: 'script',
    code: 'async function onTrack(event, settings) {}',
    fileName: 'acme.js',
    manifest: {
      name: 'Acme CRM',
      description: 'Contacts',
      entry: 'acme.js',
      settings: [
        {
          name: 'apiKey',
          label: 'API key',
          description: '',
          type: 'string',
          required: true,
          sensitive: true,
        },
      ],
      limits: { timeoutMs: 5000, cpuMs: 500, memoryMb: 128 },
      batch: { maxCount: 20 },
      egress: ['api.acme.example'],
    },
  });
  expect(program.hash).toBe('9b71b935245060ab0f3310d35ce0f99e934925768b63d8b6de30f2b90a6490ed');
});
