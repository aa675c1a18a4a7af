import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Emulator } from './emulator.ts';
import { REGION } from './emulator.ts';
import { BIN } from './root.ts';
import { runCommand } from './run-command.ts';

const require = createRequire(import.meta.url);
const NODE = join(BIN, 'node');
/** The pinned CDK, whatever `cdk` is on the PATH. */
const CDK = require.resolve('aws-cdk/bin/cdk');
/** The emulator knows no other account. */
const ACCOUNT = '000000000000';
/** Node's word for x86_64 is another. */
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64';
/** The third one, SluiceAlarms, has what the emulator lacks: alarms over several metrics. */
const STACKS = ['SluiceState', 'SluiceFunctions'];

export type Outputs = Readonly<Record<string, string>>;

/** Prepares the emulator's account for CDK, as an operator does once. */
export async function bootstrap(emulator: Emulator): Promise<void> {
  await runCommand(
    CDK,
    ['bootstrap', `aws://${ACCOUNT}/${REGION}`, ...inFolder(emulator)],
    emulator.environment,
  );
}

/**
 * Deploys the app as it is, with the real CDK.
 * @param context what is given with `-c`
 * @returns the outputs of its stacks
 */
export async function deploy(
  emulator: Emulator,
  context: Readonly<Record<string, string>>,
): Promise<Outputs> {
  const outputsFile = emulator.path('outputs.json');
  const given = Object.entries({ architecture: ARCHITECTURE, ...context });
  await runCommand(
    NODE,
    [
      CDK,
      'deploy',
      ...STACKS,
      '--method=direct',
      '--require-approval=never',
      `--outputs-file=${outputsFile}`,
      ...given.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ...inFolder(emulator),
    ],
    emulator.environment,
  );
  const outputs = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Outputs>;
  return Object.assign({}, ...Object.values(outputs)) as Outputs;
}

/** Apart from the checkout's own `cdk.out`, which somebody may be using. */
function inFolder(emulator: Emulator): readonly string[] {
  return ['--output', emulator.path('cdk.out')];
}
