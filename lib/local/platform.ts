import { CachedRegistry } from '../../runtime/stores/cached-registry.ts';
import { DynamoRegistry } from '../../runtime/stores/dynamo-registry.ts';
import { KmsDataKeys } from '../../runtime/stores/kms-data-keys.ts';
import { S3ProgramStore } from '../../runtime/stores/s3-program-store.ts';
import { DataKeySettingsVault } from '../../runtime/stores/settings-vault.ts';
import type { LocalConfig } from './config.ts';
import { ConfigKeeper } from './config-keeper.ts';
import { connect } from './connect.ts';
import { lineLog } from './line-log.ts';
import type { PlatformState } from './platform-state.ts';
import { removeState, writeState } from './platform-state.ts';
import type { Poller } from './poller.ts';
import { ensureQueues } from './queues.ts';
import type { ReadConfig } from './read-config.ts';
import { runPipeline } from './run-pipeline.ts';
import { startServices } from './services/start-services.ts';
import { startRunner } from './start-runner.ts';
import { BUCKET, ensureStores, KEY_ID, TABLE } from './stores.ts';

export interface PlatformOptions {
  /** Of the config file, absolute. */
  readonly configPath: string;
  /** What the config file holds. */
  readonly read: ReadConfig;
  readonly dataDir: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Takes logs and news for the operator, in whole lines. */
  readonly write: (text: string) => void;
}

/** Sluice, running on this machine. */
export interface Platform {
  readonly state: PlatformState;
  /** As it was when the platform was started. */
  readonly config: LocalConfig;
  /** Takes no more messages, lets what runs end within a bound, and closes everything. */
  stop(): Promise<void>;
}

/** For the calls that are under way when the platform is stopped, in milliseconds: whoever presses Ctrl-C waits for it. */
const GRACE_MS = 5_000;
/** For invocations to settle what the end of the runner left undone, in milliseconds. */
const SETTLE_MS = 1_000;

/**
 * The composition root of the local platform: embedded services, the pipeline's stages behind pollers, and what the config
 * file says.
 *
 * @throws Error when the port or the data folder is another process's
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { dataDir, write } = options;
  await using opened = new AsyncDisposableStack();
  const services = opened.adopt(await startServices(options), (each) => each.dispose());
  const clients = opened.use(connect(services));
  const [queues] = await Promise.all([ensureQueues(clients.sqs), ensureStores(clients)]);

  const registry = new CachedRegistry(new DynamoRegistry(clients.dynamodb, TABLE));
  const programs = new S3ProgramStore(clients.s3, BUCKET);
  const vault = new DataKeySettingsVault(new KmsDataKeys(clients.kms, KEY_ID));
  const { allowPrivateNetwork } = options.read.config;
  const runner = opened.adopt(await startRunner({ allowPrivateNetwork }), (each) => each.dispose());
  const tell = (text: string): void => write(`${text}\n`);
  const keeper = await ConfigKeeper.start(options.configPath, options.read, {
    registry,
    programs,
    vault,
    tell,
  });
  opened.use(keeper);

  const { endpoint, region, accessKeyId, secretAccessKey } = services;
  const state: PlatformState = {
    endpoint,
    region,
    accessKeyId,
    secretAccessKey,
    eventsQueueUrl: queues.events.url,
    deliveriesQueueUrl: queues['stream-deliveries'].url,
    bucket: BUCKET,
    table: TABLE,
  };
  await writeState(dataDir, state);
  opened.defer(() => removeState(dataDir));
  const logOf = (stage: string) => lineLog(stage, write, () => new Date());
  const pollers = runPipeline({ clients, region, queues, registry, programs, vault, runner, logOf });

  const open = opened.move();
  return {
    state,
    config: options.read.config,
    stop: async () => {
      await stopAll(pollers, GRACE_MS);
      await runner.dispose();
      await stopAll(pollers, SETTLE_MS);
      await open.disposeAsync();
    },
  };
}

async function stopAll(pollers: readonly Poller[], graceMs: number): Promise<void> {
  await Promise.all(pollers.map((each) => each.stop({ graceMs })));
}
