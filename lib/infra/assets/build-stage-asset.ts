import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleEntry } from './bundle-entry.ts';

/** The stages that are Lambda functions, in the order of the flow; each has its `functions/<stage>/handler.ts`. */
export const STAGES = ['router', 'dispatcher', 'dead-letters', 'rejected-events'] as const;
export type StageName = (typeof STAGES)[number];

/** Says that the files are CommonJS, whatever folder Lambda, or whoever tries them, has put them into. */
const PACKAGE = '{"type":"commonjs"}\n';

export interface BuildStageAssetOptions {
  /** The name of what is deployed; it changes the code, and so can be told by its hash. Empty for none. */
  readonly release: string;
}

/** Builds a stage's handler into `outDir`, and removes what an earlier build left there. */
export async function buildStageAsset(
  outDir: string,
  stage: StageName,
  { release }: BuildStageAssetOptions,
): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, 'package.json'), PACKAGE);
  await bundleEntry({
    entry: `functions/${stage}/handler.ts`,
    outFile: join(outDir, 'index.js'),
    banner: release === '' ? '' : `/* ${release} */`,
  });
}
