import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AppOptions } from './app-options.ts';
import type { Assets } from './assets/build-assets.ts';
import { shareConcurrency } from './share-concurrency.ts';
import { FilingStage } from './stages/filing-stage.ts';
import { Lane } from './stages/lane.ts';
import { Router } from './stages/router.ts';
import { Runner } from './stages/runner.ts';
import type { StateStack } from './state-stack.ts';

export interface FunctionsStackProps extends StackProps {
  readonly options: AppOptions;
  readonly assets: Assets;
  readonly state: StateStack;
}

/** The stages in the order of the flow, each behind its queue. Holds no state: it may be deleted and deployed again. */
export class FunctionsStack extends Stack {
  readonly router: Router;
  /** `null` where the dispatcher runs functions in a child of its own. */
  readonly runner: Runner | null;
  readonly streamLane: Lane;
  readonly deadLetters: FilingStage;
  readonly rejectedEvents: FilingStage;

  constructor(scope: Construct, id: string, { options, assets, state, ...props }: FunctionsStackProps) {
    super(scope, id, props);
    const shares = shareConcurrency(options.concurrency, options.runner);
    const { registry, key, filed } = state;
    this.router = new Router(this, 'Router', {
      options,
      codeFolder: assets.router,
      events: state.events,
      maxConcurrency: shares.events,
      registry,
      lane: 'stream',
      deliveries: state.streamLane.deliveries,
      rejectedEvents: state.rejectedEvents,
      filed,
      key,
    });
    this.runner =
      assets.runner === null ? null : new Runner(this, 'Runner', { options, codeFolder: assets.runner });
    this.streamLane = new Lane(this, 'StreamLane', {
      options,
      codeFolder: assets.dispatcher,
      name: 'Stream',
      queues: state.streamLane,
      deliveriesConcurrency: shares.deliveries,
      retriesConcurrency: shares.retries,
      runner: this.runner && { runner: this.runner, atOnce: shares.runnersEach },
      registry,
      programs: state.programs,
      key,
      deadLetters: state.deadLetters,
    });
    this.deadLetters = new FilingStage(this, 'DeadLetters', {
      options,
      codeFolder: assets['dead-letters'],
      name: 'Dead letters',
      folder: 'dead-letters',
      queue: state.deadLetters,
      maxConcurrency: shares.deadLetters,
      filed,
      key,
    });
    this.rejectedEvents = new FilingStage(this, 'RejectedEvents', {
      options,
      codeFolder: assets['rejected-events'],
      name: 'Rejected events',
      folder: 'rejected-events',
      queue: state.rejectedEvents,
      maxConcurrency: shares.rejectedEvents,
      filed,
      key,
    });
    this.#addOutputs();
  }

  /** All plain alarms. */
  get alarms(): readonly Alarm[] {
    const stages = [this.router, this.streamLane, this.deadLetters, this.rejectedEvents];
    return [...stages, ...(this.runner === null ? [] : [this.runner])].flatMap((each) => each.alarms);
  }

  /** For logs, and for whoever invokes a stage by hand. */
  #addOutputs(): void {
    const stages = {
      Router: this.router.stage,
      StreamDispatcher: this.streamLane.dispatcher,
      ...(this.runner !== null && { Runner: this.runner.stage }),
      DeadLetters: this.deadLetters.stage,
      RejectedEvents: this.rejectedEvents.stage,
    };
    for (const [name, stage] of Object.entries(stages)) {
      new CfnOutput(this, `${name}FunctionName`, { value: stage.function.functionName });
      new CfnOutput(this, `${name}LogGroupName`, { value: stage.logGroup.logGroupName });
    }
  }
}
