import { resolve } from 'node:path';
import type { PlatformState } from '../local/platform-state.ts';
import { findPlatform } from '../local/platform-state.ts';
import { CommandError } from './command-error.ts';
import { DEFAULT_DATA } from './defaults.ts';
import type { Io } from './verb.ts';

/**
 * Finds the local platform that runs on the folder that `--data` names.
 * @throws CommandError when none does
 */
export async function findRunning(data: string | undefined, io: Io): Promise<PlatformState> {
  const dataDir = resolve(io.cwd, data ?? DEFAULT_DATA);
  const state = await findPlatform(dataDir);
  if (state !== null) return state;
  throw new CommandError(
    `Cannot find a running platform: none runs on "${dataDir}"`,
    'Start one with "sluice up", or name the folder of the one that runs with --data',
  );
}
