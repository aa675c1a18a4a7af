import type { Architecture } from './architecture.ts';
import { addChild } from './add-child.ts';
import { buildFunctionAsset } from './build-function-asset.ts';

export interface BuildDispatcherAssetOptions {
  /** The name of what is deployed, written at the top of the code. Default: none. */
  readonly release?: string;
}

/**
 * Builds the code of the dispatcher that runs partners' functions in a child of its own, into the folder `outDir`. What an
 * earlier build left there is removed.
 */
export async function buildDispatcherAsset(
  outDir: string,
  architecture: Architecture,
  { release = '' }: BuildDispatcherAssetOptions = {},
): Promise<void> {
  await buildFunctionAsset(outDir, 'functions/dispatcher/handler-with-child.ts', { release });
  await addChild(outDir, architecture);
}
