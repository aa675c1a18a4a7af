import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { S3DeadLetterStore } from '../../../runtime/stores/s3-dead-letter-store.ts';
import { S3RejectedEventStore } from '../../../runtime/stores/s3-rejected-event-store.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';
import { collect } from './collect.ts';
import { aDeadLetter, describeDeadLetterStore } from './describe-dead-letter-store.ts';
import { describeRejectedEventStore } from './describe-rejected-event-store.ts';

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
  await embedded.s3.send(new CreateBucketCommand({ Bucket: `letters-${buckets}` }));
  return `letters-${buckets}`;
}

describeDeadLetterStore(
  'S3DeadLetterStore',
  async () => new S3DeadLetterStore(embedded.s3, await makeBucket()),
);
describeRejectedEventStore(
  'S3RejectedEventStore',
  async () => new S3RejectedEventStore(embedded.s3, await makeBucket()),
);

test('S3 stores file by destination, day and hour', async () => {
  const Bucket = await makeBucket();
  await new S3DeadLetterStore(embedded.s3, Bucket).put(aDeadLetter({ id: 'a/b' }));
  const receivedAt = Date.UTC(2026, 0, 2, 3, 59);
  await new S3RejectedEventStore(embedded.s3, Bucket).put({
    v: 1,
    id: 'r1',
    receivedAt,
    reason: '',
    sourceId: null,
    text: '',
  });
  const { Contents = [] } = await embedded.s3.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    'dead-letters/dst_acme/2026-11-24/a%2Fb.json',
    'rejected-events/2026-01-02/03/r1.json',
  ]);
});

test('S3 stores say which object they cannot read, and why', async () => {
  const Bucket = await makeBucket();
  for (const Key of ['dead-letters/dst_acme/2026-11-24/d1.json', 'rejected-events/2026-01-02/03/r1.json']) {
    await embedded.s3.send(
      new PutObjectCommand({ Bucket, Key, Body: '{"v":2,"delivery":{},"lane":"stream","code":"retry"}' }),
    );
  }
  await expect(new S3DeadLetterStore(embedded.s3, Bucket).get('dst_acme', 'd1')).rejects.toThrow(
    'Cannot read dead letter "dead-letters/dst_acme/2026-11-24/d1.json": v: must be 1, is 2',
  );
  await expect(collect(new S3RejectedEventStore(embedded.s3, Bucket).list())).rejects.toThrow(
    'Cannot read rejected event "rejected-events/2026-01-02/03/r1.json": v: must be 1, is 2',
  );
});
