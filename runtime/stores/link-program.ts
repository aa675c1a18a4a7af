import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { programKey } from './s3-program-store.ts';

/**
 * Makes a link under which one program can be read, and nothing else be done, by whoever has it: signed by the client's
 * own credentials, without asking S3.
 *
 * @param lifeSeconds how long it may be used; it ends sooner where the credentials do
 */
export function linkProgram(
  client: S3Client,
  {
    bucket,
    hash,
    lifeSeconds,
  }: { readonly bucket: string; readonly hash: string; readonly lifeSeconds: number },
): Promise<string> {
  const read = new GetObjectCommand({ Bucket: bucket, Key: programKey(hash) });
  return getSignedUrl(client, read, { expiresIn: lifeSeconds });
}
