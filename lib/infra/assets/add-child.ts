import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGuest } from '../../../runtime/bundle/build-guest.ts';
import type { Architecture } from './architecture.ts';
import { bundleEntry } from './bundle-entry.ts';
import { copyIsolatedVm } from './copy-isolated-vm.ts';

/**
 * Adds what the process runner needs to the code of a function in `outDir`: `child.js` (its child), `guest.js` (the
 * prelude, as text), and isolated-vm for one architecture.
 */
export async function addChild(outDir: string, architecture: Architecture): Promise<void> {
  await bundleEntry({
    entry: 'runtime/runner/process/child/main.ts',
    outFile: join(outDir, 'child.js'),
    external: ['isolated-vm'],
    alias: { 'node:http2': 'lib/infra/assets/no-http2.ts' },
  });
  await writeFile(join(outDir, 'guest.js'), await buildGuest());
  copyIsolatedVm(join(outDir, 'node_modules'), architecture);
}
