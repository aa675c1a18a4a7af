import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { addStacks } from '../lib/infra/add-stacks.ts';
import { readAppOptions } from '../lib/infra/app-options.ts';
import { buildAssets } from '../lib/infra/assets/build-assets.ts';

/** What `cdk` runs: the app that docs/deploying.md deploys. */
const app = new App();
try {
  const options = readAppOptions((name) => app.node.tryGetContext(name));
  addStacks(app, { options, assets: await buildAssets(join(app.outdir, 'build'), options) });
  app.synth();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  // The message says it all; what CDK's own errors leave out stands in their stack.
  process.stderr.write(`${error.message.startsWith('Cannot ') ? error.message : error.stack}\n`);
  process.exitCode = 1;
}
