import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileDataKeys } from './file-data-keys.ts';
import { KMS_TARGET, kmsHandle } from './kms-handle.ts';
import type { Handle } from './loopback-server.ts';
import { LoopbackServer } from './loopback-server.ts';
import { openDynalite } from './open-dynalite.ts';
import { openFauxqs } from './open-fauxqs.ts';

/** SQS, S3, DynamoDB and KMS in this process, as far as Sluice needs them. */
export interface Services {
  /** Answers for all four services: what `AWS_ENDPOINT_URL` is set to. */
  readonly endpoint: string;
  readonly region: string;
  /** Any do; they are made up. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const DYNAMODB_TARGET = 'DynamoDB_';

/**
 * Starts the services on 127.0.0.1 with what `dataDir` holds. All that they acknowledged survives the end of this process,
 * however it ends; messages that were in flight are visible at the next start.
 *
 * @param options.port 0 for any free one; queue URLs have the port of this run
 * @throws Error when the port is taken, or another process uses the folder
 */
export async function startServices({
  dataDir,
  port,
}: {
  readonly dataDir: string;
  readonly port: number;
}): Promise<Services> {
  await mkdir(dataDir, { recursive: true });
  await using opened = new AsyncDisposableStack();
  const server = opened.adopt(await LoopbackServer.listen(port), (each) => each.close());
  const fauxqs = opened.adopt(await openFauxqs(dataDir, server.origin), (each) => each.close());
  const dynalite = opened.adopt(await openDynalite(join(dataDir, 'dynalite')), (each) => each.close());
  const kms = kmsHandle(await FileDataKeys.open(join(dataDir, 'settings.key')));
  opened.defer(async () => {
    const drained = server.drain();
    fauxqs.endPolls();
    await drained;
  });
  server.serve(
    byTarget(
      [
        [DYNAMODB_TARGET, dynalite.handle],
        [KMS_TARGET, kms],
      ],
      fauxqs.handle,
    ),
  );

  const open = opened.move();
  let disposed: Promise<void> | undefined;
  const dispose = (): Promise<void> => (disposed ??= open.disposeAsync());
  return {
    endpoint: server.origin,
    region: 'us-east-1',
    accessKeyId: 'sluice',
    secretAccessKey: 'sluice',
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** SQS and S3 need no telling apart: fauxqs does that itself. */
function byTarget(
  handles: readonly (readonly [target: string, handle: Handle])[],
  otherwise: Handle,
): Handle {
  return (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const found = handles.find(([prefix]) => target.startsWith(prefix));
    (found?.[1] ?? otherwise)(request, response);
  };
}
