import { spawn } from 'node:child_process';
import { ROOT } from './root.ts';

export interface Ran {
  readonly stdout: string;
  /** Both outputs, as they came. */
  readonly all: string;
}

/**
 * Runs a program in the checkout until it ends.
 * @param environment all of it: nothing is handed on
 * @throws Error with what it said, when its exit status isn't 0
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, all] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  const status = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${all}`);
  return { stdout, all };
}
