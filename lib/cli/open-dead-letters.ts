import type { QueueSender } from '../../runtime/queues/queue-sender.ts';
import { SqsQueueSender } from '../../runtime/queues/sqs-queue-sender.ts';
import { DynamoRegistry } from '../../runtime/stores/dynamo-registry.ts';
import type { DeadLetterStore, Registry } from '../../runtime/stores/ports.ts';
import { S3DeadLetterStore } from '../../runtime/stores/s3-dead-letter-store.ts';
import { connect } from '../local/connect.ts';
import { CommandError } from './command-error.ts';
import { connectDeployed } from './connect-deployed.ts';
import { findRunning } from './find-running.ts';
import type { Io } from './verb.ts';

/** What the command line says of where dead letters are. */
export const STORE_OPTIONS = {
  data: { type: 'string' },
  bucket: { type: 'string' },
  table: { type: 'string' },
  'deliveries-queue-url': { type: 'string' },
  region: { type: 'string' },
} as const;
export type StoreOptions = { readonly [K in keyof typeof STORE_OPTIONS]?: string | undefined };

/** The dead letters of one Sluice, and what is needed to send them again. */
export interface DeadLetterDesk extends Disposable {
  readonly letters: DeadLetterStore;
  readonly registry: Pick<Registry, 'listAll'>;
  /** The stream lane's deliveries queue. @throws CommandError where none was named */
  readonly deliveries: () => QueueSender;
}

/** @throws CommandError when no platform runs on the data folder, or not enough is named of a deployed Sluice */
export async function openDeadLetters(options: StoreOptions, io: Io): Promise<DeadLetterDesk> {
  const isDeployed = options.bucket !== undefined || options.table !== undefined;
  const found = isDeployed ? null : await findRunning(options.data, io);
  const bucket = found?.bucket ?? named(options, 'bucket');
  const table = found?.table ?? named(options, 'table');
  const clients = found === null ? await connectDeployed(options.region) : connect(found);
  return {
    letters: new S3DeadLetterStore(clients.s3, bucket),
    registry: new DynamoRegistry(clients.dynamodb, table),
    deliveries: () =>
      new SqsQueueSender(clients.sqs, found?.deliveriesQueueUrl ?? named(options, 'deliveries-queue-url')),
    [Symbol.dispose]: () => clients[Symbol.dispose](),
  };
}

function named(options: StoreOptions, name: 'bucket' | 'table' | 'deliveries-queue-url'): string {
  const value = options[name];
  if (value !== undefined) return value;
  throw new CommandError(
    `Cannot run "sluice dead-letters": --${name} is missing`,
    'For a deployed Sluice it stands in the outputs of its stack, see "sluice dead-letters --help"',
  );
}
