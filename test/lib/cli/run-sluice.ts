import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const ROOT = join(import.meta.dirname, '../../..');
const ENTRY = join(ROOT, 'bin/sluice.ts');

export interface SluiceRun {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SluiceOptions {
  /** Default: the checkout. */
  readonly cwd?: string;
  /** Default: nothing. */
  readonly stdin?: string;
  /** The script that is run. Default: bin/sluice.ts. */
  readonly entry?: string;
  /** The Node that runs it. Default: this one. */
  readonly node?: string;
}

/** Runs the CLI in a process of its own, to its end. */
export async function runSluice(
  args: readonly string[],
  { cwd = ROOT, stdin = '', entry = ENTRY, node = process.execPath }: SluiceOptions = {},
): Promise<SluiceRun> {
  const child = spawn(node, [entry, ...args], { cwd });
  // A command that needs no input ends without reading it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status, signal] = await closed;
  return { status, signal, stdout, stderr };
}
