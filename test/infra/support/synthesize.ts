import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stacks } from '../../../lib/infra/add-stacks.ts';
import { addStacks } from '../../../lib/infra/add-stacks.ts';
import { readAppOptions } from '../../../lib/infra/app-options.ts';
import { buildAssets } from '../../../lib/infra/assets/build-assets.ts';

const CDK_JSON = join(import.meta.dirname, '../../../cdk.json');

export interface Synthesized extends AsyncDisposable {
  readonly app: App;
  readonly stacks: Stacks;
  readonly state: Template;
  readonly functions: Template;
  readonly alarms: Template;
}

/** The app as `cdk synth` has it: with cdk.json's feature flags, the real code, and what is given with `-c`. */
export async function synthesize(context: Readonly<Record<string, string>> = {}): Promise<Synthesized> {
  const cdkJson = JSON.parse(readFileSync(CDK_JSON, 'utf8')) as {
    readonly context: Readonly<Record<string, unknown>>;
  };
  const folder = await mkdtemp(join(tmpdir(), 'sluice-synth-'));
  const app = new App({ context: { ...cdkJson.context, ...context }, outdir: join(folder, 'cdk.out') });
  const options = readAppOptions((name) => app.node.tryGetContext(name));
  const stacks = addStacks(app, { options, assets: await buildAssets(join(folder, 'build'), options) });
  return {
    app,
    stacks,
    state: Template.fromStack(stacks.state),
    functions: Template.fromStack(stacks.functions),
    alarms: Template.fromStack(stacks.alarms),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
