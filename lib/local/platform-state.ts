import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject } from '../../runtime/contract/shape.ts';
import { processIdentity } from './process-identity.ts';

/** How a running platform is reached: what `sluice up --json` prints, and what the CLI's other verbs need beside it. */
export interface PlatformState {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly eventsQueueUrl: string;
  readonly deliveriesQueueUrl: string;
  readonly bucket: string;
  readonly table: string;
}

interface StateFile extends PlatformState {
  readonly v: 1;
  readonly pid: number;
  readonly identity: string | null;
}

/**
 * Finds the platform that runs on a data folder.
 * @returns `null` when none does, whatever an ended one left behind
 */
export async function findPlatform(dataDir: string): Promise<(PlatformState & { pid: number }) | null> {
  const state = await readState(dataDir);
  if (state === null) return null;
  const identity = processIdentity(state.pid);
  return identity !== null && identity === state.identity ? state : null;
}

/** Says that this process runs the platform of a data folder. It holds keys, made up as they are: only the owner reads it. */
export async function writeState(dataDir: string, state: PlatformState): Promise<void> {
  const file: StateFile = { v: 1, pid: process.pid, identity: processIdentity(process.pid), ...state };
  const draft = `${pathIn(dataDir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, pathIn(dataDir));
}

export async function removeState(dataDir: string): Promise<void> {
  await rm(pathIn(dataDir), { force: true });
}

async function readState(dataDir: string): Promise<StateFile | null> {
  try {
    const state: unknown = JSON.parse(await readFile(pathIn(dataDir), 'utf8'));
    // Nobody but `writeState` writes it; a file of another version is that of a platform that this CLI can't talk to.
    return isObject(state) && state.v === 1 ? (state as unknown as StateFile) : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'platform.json');
}
