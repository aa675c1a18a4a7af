import type { ChildProcess as NodeChild } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * RLIMIT_DATA, in MiB. V8 reserves 512 MiB of writable code range for every isolate, which count although they are
 * hardly touched: so the limit grows with the isolates that may be alive, and is a net below the parent's watch on
 * resident memory, which ends a runaway allocation much sooner (docs/decisions/0004).
 */
const DATA_LIMIT_BASE_MIB = 2_400;
const DATA_LIMIT_ISOLATE_MIB = 530;
/** What the smallest program holds: it decides how many isolates memory can be filled with. */
const MIN_PROGRAM_MIB = 2;
/** Isolates beside those of the warm programs: some that are in use, or ending, and one to find a syntax error in. */
const SPARE_ISOLATES = 64;

/**
 * Limits itself, leaves no core dump (it would hold settings), offers itself first to the kernel's out-of-memory
 * killer, and becomes the child.
 */
const START = 'ulimit -c 0; ulimit -d "$0"; echo 1000 > /proc/self/oom_score_adj; exec "$@"';

export interface SpawnedChild {
  readonly process: NodeChild;
  /** What frames go through, both ways. */
  readonly pipe: Socket;
  /** The child's working directory, empty and its own. */
  readonly folder: string;
}

/**
 * Starts a child with an empty environment, for as many isolates as `maxWarmMb` MiB hold: nothing of the parent's is
 * handed on but the pipe.
 */
export function spawnChild(childPath: string, { maxWarmMb }: { readonly maxWarmMb: number }): SpawnedChild {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-child-'));
  const command = [process.execPath, '--no-node-snapshot', '--expose-gc', childPath];
  const isolates = Math.ceil(maxWarmMb / MIN_PROGRAM_MIB) + SPARE_ISOLATES;
  const dataLimitMib = DATA_LIMIT_BASE_MIB + DATA_LIMIT_ISOLATE_MIB * isolates;
  const child = spawn('/bin/sh', ['-c', START, `${dataLimitMib * 1024}`, ...command], {
    cwd: folder,
    env: {},
    // Out of the terminal's process group: Ctrl-C is for the parent, which lets what runs end first.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  // Node gives a duplex socket for every 'pipe' past the three standard ones.
  return { process: child, pipe: child.stdio[3] as Socket, folder };
}
