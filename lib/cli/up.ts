import { resolve } from 'node:path';
import { CommandError } from './command-error.ts';
import { DEFAULT_CONFIG, DEFAULT_DATA } from './defaults.ts';
import { describePlatform } from './describe-platform.ts';
import { parseOptions } from './parse-options.ts';
import type { Io, Verb } from './verb.ts';
import type { Platform } from '../local/platform.ts';
import { startPlatform } from '../local/platform.ts';
import { findPlatform } from '../local/platform-state.ts';
import { readConfig } from '../local/read-config.ts';

/** No service that people run beside it is known for this one. */
const DEFAULT_PORT = 4577;
const MAX_PORT = 65_535;
/** Whoever was asked twice within it was asked once: a terminal tells the launcher and us, and the launcher tells us again. */
const ONE_REQUEST_MS = 500;

/** What to do about each reason not to start, by how its message begins. */
const NEXT_STEPS: readonly (readonly [reason: string, nextStep: string])[] = [
  ['Cannot use', 'docs/local-platform.md describes the file; --config names another one'],
  ['Cannot listen', 'Choose another port with --port, or any free one with --port 0'],
  ['Cannot open the data folder', 'Give this one a folder of its own with --data'],
];

const HELP = `Usage: sluice up [--config <file>] [--data <folder>] [--port <n>] [--json]

Runs Sluice on this machine: queues, stores, sandbox and all, in one process, reachable from this machine alone. It goes
on from what the data folder holds, and publishes a function again when its files change. Ctrl-C stops it.

Options:
  --config <file>   What runs: sources and destinations. Default: ${DEFAULT_CONFIG}
  --data <folder>   Where queues and stores are kept. Default: ${DEFAULT_DATA}
  --port <n>        Where AWS SDKs and the AWS CLI reach it; 0 takes any free one. Default: ${DEFAULT_PORT}
  --json            Prints one line of JSON when it is ready, and nothing else on stdout

What it does it logs on stderr. docs/local-platform.md describes the config file.
`;

/** `sluice up`: runs the local platform until it is asked to stop. */
export const up: Verb = {
  name: 'up',
  help: HELP,
  run: async (args, io) => {
    const options = {
      config: { type: 'string', default: DEFAULT_CONFIG },
      data: { type: 'string', default: DEFAULT_DATA },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      json: { type: 'boolean', default: false },
    } as const;
    const { values } = parseOptions('up', args, options, 0);
    const configPath = resolve(io.cwd, values.config);
    const dataDir = resolve(io.cwd, values.data);
    const port = parsePort(values.port);
    const stopRequest = listenForStop(io);
    await refuseSecond(dataDir);

    const platform = await start({ configPath, dataDir, port }, io);
    const { endpoint, region, accessKeyId, secretAccessKey, eventsQueueUrl } = platform.state;
    const ready = { ready: true, endpoint, region, accessKeyId, secretAccessKey, eventsQueueUrl };
    io.stdout.write(
      values.json ? `${JSON.stringify(ready)}\n` : describePlatform(platform.state, platform.config),
    );

    await stopRequest;
    io.stderr.write('Stopping\n');
    await platform.stop();
    return 0;
  },
};

interface StartOptions {
  readonly configPath: string;
  readonly dataDir: string;
  readonly port: number;
}

async function start({ configPath, dataDir, port }: StartOptions, io: Io): Promise<Platform> {
  const write = (text: string): void => void io.stderr.write(text);
  try {
    const read = await readConfig(configPath);
    return await startPlatform({ configPath, read, dataDir, port, write });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const found = NEXT_STEPS.find(([reason]) => cause.message.startsWith(reason));
    if (found === undefined) throw cause;
    throw new CommandError(cause.message, found[1], { cause });
  }
}

/** The services hold the folder too, against whatever comes at the same time; this says who has it, and where it is. */
async function refuseSecond(dataDir: string): Promise<void> {
  const running = await findPlatform(dataDir);
  if (running === null) return;
  throw new CommandError(
    `Cannot start on "${dataDir}": process ${running.pid} runs there already, on ${running.endpoint}`,
    'Stop that one, or give this one a folder of its own with --data',
  );
}

/** Resolves when the process is asked to stop. Asked again, it ends at once. */
function listenForStop(io: Io): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  let askedAt: number | null = null;
  io.onStop(() => {
    askedAt ??= performance.now();
    if (performance.now() - askedAt > ONE_REQUEST_MS) io.exit(130);
    stop();
  });
  return promise;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port <= MAX_PORT) return port;
  throw new CommandError(
    `Cannot run "sluice up": --port must be a number from 0 to ${MAX_PORT}, is "${text}"`,
    'Run "sluice up --help" for what it takes',
  );
}
