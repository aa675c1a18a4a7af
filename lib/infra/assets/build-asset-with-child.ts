import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGuest } from '../../../runtime/bundle/build-guest.ts';
import type { Architecture } from './architecture.ts';
import type { BuildFunctionAssetOptions } from './build-function-asset.ts';
import { buildFunctionAsset } from './build-function-asset.ts';
import { bundleEntry } from './bundle-entry.ts';
import { copyIsolatedVm } from './copy-isolated-vm.ts';

export interface BuildAssetWithChildOptions extends BuildFunctionAssetOptions {
  readonly architecture: Architecture;
}

/**
 * Builds the handler of a Lambda function that runs partners' functions into `outDir`, and beside it what the process runner
 * needs: `child.js` (its child), `guest.js` (the prelude, as text), and isolated-vm for one architecture. What an earlier
 * build left there is removed.
 */
export async function buildAssetWithChild(
  outDir: string,
  entry: string,
  { architecture, release }: BuildAssetWithChildOptions,
): Promise<void> {
  await buildFunctionAsset(outDir, entry, { release });
  await bundleEntry({
    entry: 'runtime/runner/process/child/main.ts',
    outFile: join(outDir, 'child.js'),
    external: ['isolated-vm'],
    alias: { 'node:http2': 'lib/infra/assets/no-http2.ts' },
  });
  await writeFile(join(outDir, 'guest.js'), await buildGuest());
  copyIsolatedVm(join(outDir, 'node_modules'), architecture);
}
