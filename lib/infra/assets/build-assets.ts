import { join } from 'node:path';
import type { Architecture } from './architecture.ts';
import { buildDispatcherAsset } from './build-dispatcher-asset.ts';
import type { StageName } from './build-stage-asset.ts';
import { buildStageAsset } from './build-stage-asset.ts';

export interface BuildAssetsOptions {
  readonly architecture: Architecture;
  /** The name of what is deployed. Empty for none. */
  readonly release: string;
}

/** The folder with each stage's code. */
export type StageAssets = Readonly<Record<StageName, string>>;

/** Builds the code of all stages, each into a folder of its own in `outDir`. No Docker, and nothing is downloaded. */
export async function buildAssets(
  outDir: string,
  { architecture, release }: BuildAssetsOptions,
): Promise<StageAssets> {
  const assets: StageAssets = {
    router: join(outDir, 'router'),
    dispatcher: join(outDir, 'dispatcher'),
    'dead-letters': join(outDir, 'dead-letters'),
    'rejected-events': join(outDir, 'rejected-events'),
  };
  await Promise.all([
    buildStageAsset(assets.router, 'router', { release }),
    buildDispatcherAsset(assets.dispatcher, architecture, { release }),
    buildStageAsset(assets['dead-letters'], 'dead-letters', { release }),
    buildStageAsset(assets['rejected-events'], 'rejected-events', { release }),
  ]);
  return assets;
}
