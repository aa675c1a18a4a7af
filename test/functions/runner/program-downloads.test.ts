import { describe, expect, test } from '@jest/globals';
import { ProgramDownloads } from '../../../functions/runner/program-downloads.ts';
import { programText } from '../../../runtime/stores/program-text.ts';
import { hashProgramText } from '../../../runtime/stores/read-stored-program.ts';
import { aProgramSource } from '../../support/builders.ts';
import type { Answer } from '../../support/partner.ts';
import { Partner } from '../../support/partner.ts';

const TEXT = programText(aProgramSource());
const HASH = hashProgramText(TEXT);

async function failureOf(answer: Answer | Partner['answer'], hash = HASH): Promise<unknown> {
  await using s3 = await Partner.start(answer);
  return await new ProgramDownloads()
    .get({ hash, url: `${s3.url}/program?signature=secret` })
    .catch((error: unknown) => error);
}

describe('ProgramDownloads', () => {
  test('fetches a program once, with a plain GET, and closes the connection', async () => {
    await using s3 = await Partner.start({ body: TEXT });
    const downloads = new ProgramDownloads();
    const link = { hash: HASH, url: `${s3.url}/program` };
    const [program] = await Promise.all([downloads.get(link), downloads.get(link)]);
    expect(program).toEqual({ hash: HASH, ...aProgramSource() });
    await downloads.get({ hash: HASH, url: 'http://127.0.0.1:1/never-asked' });
    expect(s3.requests).toMatchObject([{ method: 'GET', body: '' }]);
    await s3.until(() => s3.openConnections === 0);
  });

  test.each<[string, Answer | Partner['answer']]>([
    ['an answer of its own fault', (_, seen) => (seen < 3 ? { status: 503 } : { body: TEXT })],
    [
      'an answer that breaks off',
      (_, seen) => (seen < 3 ? { kind: 'reset', when: 'half-way' } : { body: TEXT }),
    ],
    ['no answer', (_, seen) => (seen < 3 ? { kind: 'reset' } : { body: TEXT })],
  ])('asks S3 again after %s', async (_, answer) => {
    await using s3 = await Partner.start(answer);
    await expect(new ProgramDownloads().get({ hash: HASH, url: s3.url })).resolves.toMatchObject({
      hash: HASH,
    });
    expect(s3.requests).toHaveLength(3);
  });

  test('gives up an S3 that hangs', async () => {
    await using s3 = await Partner.start({ kind: 'hang' });
    await expect(new ProgramDownloads().get({ hash: HASH, url: s3.url })).rejects.toThrow(
      `Cannot download program "${HASH}": TimeoutError`,
    );
    expect(s3.requests).toHaveLength(3);
  });

  test('follows no redirect', async () => {
    await using elsewhere = await Partner.start({ body: TEXT });
    const redirect = { status: 302, headers: { location: elsewhere.url } };
    expect(await failureOf(redirect)).toMatchObject({
      message: `Cannot download program "${HASH}": it answered 302`,
    });
    expect(elsewhere.requests).toEqual([]);
  });

  test('takes nothing but the program that was asked for', async () => {
    expect(await failureOf({ body: TEXT }, 'b'.repeat(64))).toMatchObject({
      name: 'BrokenError',
      message: expect.stringMatching(/^Cannot read program "b{64}": the SHA-256 of what is stored is /),
    });
  });

  test('reads no more than a program may have', async () => {
    expect(await failureOf({ body: ' '.repeat(10 * 1024 * 1024 + 1) })).toMatchObject({
      message: `Cannot download program "${HASH}": it has more than 10485760 bytes`,
    });
  });

  test('never shows the link', async () => {
    for (const answer of [{ status: 403 }, { kind: 'reset' }] as const) {
      const error = await failureOf(answer);
      expect(error).toBeInstanceOf(Error);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
    }
    const unusable = await new ProgramDownloads()
      .get({ hash: HASH, url: 'no link: secret' })
      .catch((error: unknown) => error as Error);
    expect(`${(unusable as Error).stack}`).not.toContain('secret');
  });

  test('asks anew for what it could not get', async () => {
    await using s3 = await Partner.start((_, seen) => (seen === 1 ? { status: 404 } : { body: TEXT }));
    const downloads = new ProgramDownloads();
    await expect(downloads.get({ hash: HASH, url: s3.url })).rejects.toThrow('it answered 404');
    await expect(downloads.get({ hash: HASH, url: s3.url })).resolves.toMatchObject({ hash: HASH });
  });
});
