import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGuest } from '../../../runtime/bundle/build-guest.ts';
import type { Architecture } from './architecture.ts';
import { buildStageAsset } from './build-stage-asset.ts';
import { bundleEntry } from './bundle-entry.ts';
import { copyIsolatedVm } from './copy-isolated-vm.ts';

export interface BuildDispatcherAssetOptions {
  /** The name of what is deployed, written at the top of the code. Default: none. */
  readonly release?: string;
}

/**
 * Builds the dispatcher's code into the folder `outDir`: `index.js` (the handler), `child.js` (the runner's child),
 * `guest.js` (the prelude, as text), and isolated-vm for one architecture. What an earlier build left there is removed.
 */
export async function buildDispatcherAsset(
  outDir: string,
  architecture: Architecture,
  { release = '' }: BuildDispatcherAssetOptions = {},
): Promise<void> {
  await buildStageAsset(outDir, 'dispatcher', { release });
  await bundleEntry({
    entry: 'runtime/runner/process/child/main.ts',
    outFile: join(outDir, 'child.js'),
    external: ['isolated-vm'],
    alias: { 'node:http2': 'lib/infra/assets/no-http2.ts' },
  });
  await writeFile(join(outDir, 'guest.js'), await buildGuest());
  copyIsolatedVm(join(outDir, 'node_modules'), architecture);
}
