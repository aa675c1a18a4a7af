import { join } from 'node:path';
import type { RunnerKind } from '../runner-kind.ts';
import type { Architecture } from './architecture.ts';
import { buildAssetWithChild } from './build-asset-with-child.ts';
import { buildFunctionAsset } from './build-function-asset.ts';
import type { StageName } from './stages.ts';

export interface BuildAssetsOptions {
  readonly architecture: Architecture;
  readonly runner: RunnerKind;
  /** The name of what is deployed. Empty for none. */
  readonly release: string;
}

/** The folder with each function's code. */
export interface Assets extends Readonly<Record<StageName, string>> {
  /** `null` where the dispatcher runs functions in a child of its own. */
  readonly runner: string | null;
}

/** Builds the code of all functions, each into a folder of its own in `outDir`. No Docker, and nothing is downloaded. */
export async function buildAssets(
  outDir: string,
  { architecture, runner, release }: BuildAssetsOptions,
): Promise<Assets> {
  const assets: Assets = {
    router: join(outDir, 'router'),
    dispatcher: join(outDir, 'dispatcher'),
    'dead-letters': join(outDir, 'dead-letters'),
    'rejected-events': join(outDir, 'rejected-events'),
    runner: runner === 'function' ? join(outDir, 'runner') : null,
  };
  const build = (stage: StageName): Promise<void> =>
    buildFunctionAsset(assets[stage], `functions/${stage}/handler.ts`, { release });
  const withChild = (outFolder: string, entry: string): Promise<void> =>
    buildAssetWithChild(outFolder, entry, { architecture, release });
  await Promise.all([
    build('router'),
    build('dead-letters'),
    build('rejected-events'),
    ...(assets.runner === null
      ? [withChild(assets.dispatcher, 'functions/dispatcher/handler-with-child.ts')]
      : [build('dispatcher'), withChild(assets.runner, 'functions/runner/handler.ts')]),
  ]);
  return assets;
}
