import type { DatabaseSync } from 'node:sqlite';
import type { BuildAppOptions } from 'fauxqs';

type Stores = NonNullable<BuildAppOptions['stores']>;
export type SqsStore = Stores['sqsStore'];
export type S3Store = Stores['s3Store'];

/** Writes everything through to `fauxqs.db` in its folder, and loads it from there. */
export interface Persistence {
  readonly db: DatabaseSync;
  load(sqsStore: SqsStore, snsStore: Stores['snsStore'], s3Store: S3Store): void;
  updateMessageReady(messageId: string): void;
  close(): void;
}

export interface FauxqsParts {
  readonly SqsStore: new () => SqsStore;
  readonly SnsStore: new () => Stores['snsStore'];
  readonly S3Store: new () => S3Store;
  readonly PersistenceManager: new (dataDir: string) => Persistence;
  /** Finds what SQS refuses in the body of a message. */
  readonly INVALID_MESSAGE_BODY_CHAR: RegExp;
}

/**
 * What fauxqs' own `startFauxqs` is made of and its package doesn't export. It can't be used itself: it listens on all
 * addresses, and gives the queues of the last run that run's port. This relies on the files of the one exact version
 * in package.json.
 */
export async function importFauxqsParts(): Promise<FauxqsParts> {
  const entry = import.meta.resolve('fauxqs');
  const files = ['sqs/sqsStore.js', 'sqs/sqsTypes.js', 'sns/snsStore.js', 's3/s3Store.js', 'persistence.js'];
  const parts: unknown[] = await Promise.all(files.map((file) => import(new URL(file, entry).href)));
  return Object.assign({}, ...parts) as FauxqsParts;
}
