import type { App } from 'aws-cdk-lib';
import { Tags } from 'aws-cdk-lib';
import { AlarmsStack } from './alarms-stack.ts';
import type { AppOptions } from './app-options.ts';
import type { Assets } from './assets/build-assets.ts';
import { FunctionsStack } from './functions-stack.ts';
import { StateStack } from './state-stack.ts';

export interface AddStacksOptions {
  readonly options: AppOptions;
  readonly assets: Assets;
}

/** The stacks of a Sluice. */
export interface Stacks {
  readonly state: StateStack;
  readonly functions: FunctionsStack;
  readonly alarms: AlarmsStack;
}

/** Adds the stacks to an app: what stays, what works on it, and what watches both. */
export function addStacks(app: App, { options, assets }: AddStacksOptions): Stacks {
  const state = new StateStack(app, 'SluiceState', {
    options,
    description:
      'Sluice: queues, registry, programs, dead letters and rejected events. Kept when it is deleted',
    terminationProtection: true,
  });
  const functions = new FunctionsStack(app, 'SluiceFunctions', {
    options,
    assets,
    state,
    description: 'Sluice: the stages of the pipeline, and their alarms',
  });
  const alarms = new AlarmsStack(app, 'SluiceAlarms', {
    options,
    state,
    functions,
    description: 'Sluice: alarms over several metrics, and the dashboard',
  });
  Tags.of(app).add('application', 'sluice');
  return { state, functions, alarms };
}
