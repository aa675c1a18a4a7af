import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleEntry } from './bundle-entry.ts';

/** Says that the files are CommonJS, whatever folder Lambda, or whoever tries them, has put them into. */
const PACKAGE = '{"type":"commonjs"}\n';

export interface BuildFunctionAssetOptions {
  /** The name of what is deployed; it changes the code, and so can be told by its hash. Empty for none. */
  readonly release: string;
}

/** Builds the handler of a Lambda function into `outDir`, and removes what an earlier build left there. */
export async function buildFunctionAsset(
  outDir: string,
  entry: string,
  { release }: BuildFunctionAssetOptions,
): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, 'package.json'), PACKAGE);
  await bundleEntry({
    entry,
    outFile: join(outDir, 'index.js'),
    banner: release === '' ? '' : `/* ${release} */`,
  });
}
