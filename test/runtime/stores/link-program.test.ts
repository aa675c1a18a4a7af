import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { linkProgram } from '../../../runtime/stores/link-program.ts';
import { readStoredProgram } from '../../../runtime/stores/read-stored-program.ts';
import { S3ProgramStore } from '../../../runtime/stores/s3-program-store.ts';
import { aProgramSource } from '../../support/builders.ts';
import type { EmbeddedServices } from '../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../support/embedded-services.ts';

describe('linkProgram()', () => {
  let embedded: EmbeddedServices;
  beforeAll(async () => {
    embedded = await startEmbeddedServices();
    await embedded.s3.send(new CreateBucketCommand({ Bucket: 'programs' }));
  });
  afterAll(async () => {
    await embedded[Symbol.asyncDispose]();
  });

  test('makes a link that reads the program without any credentials', async () => {
    const program = await new S3ProgramStore(embedded.s3, 'programs').put(aProgramSource());
    const url = await linkProgram(embedded.s3, { bucket: 'programs', hash: program.hash, lifeSeconds: 60 });
    const text = await (await fetch(url)).text();
    expect(readStoredProgram(program.hash, text)).toEqual(program);
  });

  test('makes a link that ends, and is for this object alone', async () => {
    const hash = 'a'.repeat(64);
    const url = new URL(await linkProgram(embedded.s3, { bucket: 'programs', hash, lifeSeconds: 61 }));
    expect(url.pathname).toBe(`/programs/programs/${hash}.json`);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('61');
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('host');
  });
});
