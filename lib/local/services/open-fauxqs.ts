import { buildApp } from 'fauxqs';
import type { Persistence, S3Store, SqsStore } from './fauxqs-parts.ts';
import { importFauxqsParts } from './fauxqs-parts.ts';
import { listObjects } from './list-objects.ts';
import type { Handle } from './loopback-server.ts';

export interface Fauxqs {
  readonly handle: Handle;
  /** Answers the long polls that wait for messages. */
  endPolls(): void;
  close(): Promise<void>;
}

/**
 * Opens SQS and S3 as they were left in `dataDir`, and holds the folder so that no other process opens it.
 * What was in flight is visible: whoever had received it is gone.
 *
 * @param origin what queue URLs begin with
 * @throws Error when another process holds the folder
 */
export async function openFauxqs(dataDir: string, origin: string): Promise<Fauxqs> {
  const parts = await importFauxqsParts();
  takeAllOfUnicode(parts.INVALID_MESSAGE_BODY_CHAR);
  const sqsStore = new parts.SqsStore();
  // Queue URLs with a host of their own (sqs.<region>.localhost) don't resolve everywhere; without, they have the client's.
  sqsStore.host = '';
  const snsStore = new parts.SnsStore();
  const s3Store = new parts.S3Store();
  const app = buildApp({ logger: false, stores: { sqsStore, snsStore, s3Store } });
  await app.ready();

  const persistence = openPersistence(() => new parts.PersistenceManager(dataDir), dataDir);
  prepare(persistence, origin);
  persistence.load(sqsStore, snsStore, s3Store);
  writeThrough(persistence, { sqsStore, s3Store });
  sortListings(s3Store);
  return {
    handle: (request, response) => app.routing(request, response),
    endPolls: () => sqsStore.shutdown(),
    close: async () => {
      await app.close();
      persistence.close();
    },
  };
}

function openPersistence(open: () => Persistence, dataDir: string): Persistence {
  try {
    const persistence = open();
    // Held until the process ends, however it ends.
    persistence.db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT');
    // One fsync for each message is a hundred times slower on a plain disk, and no crash of a process needs it.
    persistence.db.exec('PRAGMA synchronous = NORMAL');
    return persistence;
  } catch (cause) {
    const reason = String(cause).includes('locked') ? 'another process uses it' : String(cause);
    throw new Error(`Cannot open the data folder "${dataDir}": ${reason}`, { cause });
  }
}

function prepare({ db }: Persistence, origin: string): void {
  db.prepare(`UPDATE sqs_queues SET url = ? || substr(url, instr(substr(url, 9), '/') + 8)`).run(origin);
  db.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
}

function writeThrough(
  persistence: Persistence,
  stores: { readonly sqsStore: SqsStore; readonly s3Store: S3Store },
): void {
  const makeReady = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  // Its own also clears the receive count, which the table forbids: a message made visible by its receiver was lost.
  persistence.updateMessageReady = (messageId) => makeReady.run(messageId);
  for (const store of [stores.sqsStore, stores.s3Store, ...stores.sqsStore.allQueues()]) {
    Object.assign(store, { persistence });
  }
}

/** Its own expression looks at UTF-16 units, and so refuses every emoji, which SQS takes. */
function takeAllOfUnicode(refused: RegExp): void {
  const trulyRefused = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
  Object.assign(refused, { test: (text: string) => trulyRefused.test(text) });
}

/** Replaces a listing that leaves out keys, see `listObjects`. */
function sortListings(s3Store: S3Store): void {
  const { buckets } = s3Store as unknown as {
    readonly buckets: ReadonlyMap<string, ReadonlyMap<string, { readonly key: string }>>;
  };
  const ofFauxqs = s3Store.listObjects.bind(s3Store);
  s3Store.listObjects = (bucket, options) => {
    const stored = buckets.get(bucket);
    return stored === undefined
      ? ofFauxqs(bucket, options)
      : (listObjects(stored.values(), options) as ReturnType<typeof ofFauxqs>);
  };
}
