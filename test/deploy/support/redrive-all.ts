import { join } from 'node:path';
import type { DeployedSluice } from './deployed-sluice.ts';
import type { Emulator } from './emulator.ts';
import { BIN, ROOT } from './root.ts';
import { runCommand } from './run-command.ts';

/** Sends all dead letters again, as an operator does: by the command line, and by what the stacks' outputs name. */
export async function redriveAll(emulator: Emulator, sluice: DeployedSluice): Promise<void> {
  const command = ['dead-letters', 'redrive', '--all'];
  const places = {
    bucket: 'FiledBucketName',
    table: 'RegistryTableName',
    'deliveries-queue-url': 'StreamDeliveriesQueueUrl',
  };
  const options = Object.entries(places).flatMap(([option, output]) => [
    `--${option}`,
    sluice.output(output),
  ]);
  await runCommand(
    join(BIN, 'node'),
    [join(ROOT, 'bin/sluice.ts'), ...command, ...options],
    emulator.environment,
  );
}
