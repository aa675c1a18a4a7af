import { join } from 'node:path';
import type { RunnerKind } from '../runner-kind.ts';
import type { Architecture } from './architecture.ts';
import { buildDispatcherAsset } from './build-dispatcher-asset.ts';
import { buildFunctionAsset } from './build-function-asset.ts';
import { buildRunnerAsset } from './build-runner-asset.ts';
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
  const buildStage = (stage: StageName): Promise<void> =>
    buildFunctionAsset(assets[stage], `functions/${stage}/handler.ts`, { release });
  await Promise.all([
    buildStage('router'),
    buildStage('dead-letters'),
    buildStage('rejected-events'),
    ...(assets.runner === null
      ? [buildDispatcherAsset(assets.dispatcher, architecture, { release })]
      : [buildStage('dispatcher'), buildRunnerAsset(assets.runner, architecture, { release })]),
  ]);
  return assets;
}
