import type { Architecture } from './architecture.ts';
import { addChild } from './add-child.ts';
import type { BuildFunctionAssetOptions } from './build-function-asset.ts';
import { buildFunctionAsset } from './build-function-asset.ts';

/**
 * Builds the code of the function that runs partners' functions and may do nothing else, into the folder `outDir`. What an
 * earlier build left there is removed.
 */
export async function buildRunnerAsset(
  outDir: string,
  architecture: Architecture,
  options: BuildFunctionAssetOptions,
): Promise<void> {
  await buildFunctionAsset(outDir, 'functions/runner/handler.ts', options);
  await addChild(outDir, architecture);
}
