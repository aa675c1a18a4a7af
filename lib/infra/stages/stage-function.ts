import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { TenancyConfig } from 'aws-cdk-lib/aws-lambda';
import {
  Architecture as LambdaArchitecture,
  Code,
  Function,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Variable } from '../../../functions/variables.ts';
import type { AppOptions } from '../app-options.ts';
import type { Architecture } from '../assets/architecture.ts';
import type { PipelineQueue } from '../state/pipeline-queue.ts';

export interface StageFunctionProps {
  readonly options: AppOptions;
  /** The folder with the stage's code. */
  readonly codeFolder: string;
  readonly description: string;
  /** In MiB; CPU comes with it, a whole core at 1,769. */
  readonly memoryMb: number;
  /** Until Lambda ends an invocation. Default: what the options say of all stages. */
  readonly timeoutSeconds?: number;
  /** Default: microVMs are shared by all that it is invoked for. */
  readonly tenancy?: TenancyConfig;
}

export interface AllowOptions {
  /** What the function is told by its environment. Default: nothing. */
  readonly variables?: Readonly<Partial<Record<Variable, string>>>;
  /** Default: none. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface TakeFromOptions {
  /** Invocations at once, 2 at least: Lambda's minimum. */
  readonly maxConcurrency: number;
  /** How long messages are collected. Default: 0. */
  readonly windowSeconds?: number;
}

const ARCHITECTURES: Readonly<Record<Architecture, LambdaArchitecture>> = {
  arm64: LambdaArchitecture.ARM_64,
  x86_64: LambdaArchitecture.X86_64,
};
/** What SQS gives out at once, and so all that an event source without a window takes. */
const BATCH_SIZE = 10;
/** What an event source with a window takes at most; 6 MB end a batch sooner. */
const WINDOW_BATCH_SIZE = 1_000;
/** Lines hold ids, codes and times, no payloads: a month is enough to look into what has been. */
const LOG_RETENTION = RetentionDays.ONE_MONTH;

/** A stage's Lambda function, with a role and a log of its own: it may write that log, and what `grantX()` adds. */
export class StageFunction extends Construct {
  readonly function: Function;
  readonly logGroup: LogGroup;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Log', {
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.#role);
    this.function = new Function(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: ARCHITECTURES[props.options.architecture],
      handler: 'index.handler',
      code: Code.fromAsset(props.codeFolder),
      role: this.#role,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds ?? props.options.times.functionTimeoutSeconds),
      ...(props.tenancy !== undefined && { tenancyConfig: props.tenancy }),
      logGroup: this.logGroup,
      // Our lines are JSON already, and metrics within them are read as they stand.
      loggingFormat: LoggingFormat.TEXT,
      // A retry goes from the dispatcher through a queue back to it, some twenty times in four hours; Lambda would take that
      // for a mistake after sixteen and put the message aside, or refuse the call to the runner that is a part of it.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
  }

  /** Has the function take messages from a queue. What it names in its answer is received again, all else is done. */
  takeFrom({ queue }: PipelineQueue, { maxConcurrency, windowSeconds = 0 }: TakeFromOptions): void {
    this.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: windowSeconds > 0 ? WINDOW_BATCH_SIZE : BATCH_SIZE,
        ...(windowSeconds > 0 && { maxBatchingWindow: Duration.seconds(windowSeconds) }),
        reportBatchItemFailures: true,
        // Never reserved concurrency, which would take it from the account's other functions, and from ten there is none to take.
        maxConcurrency,
      }),
    );
  }

  /** Adds to what the function is told by its environment. */
  tell(variables: Readonly<Partial<Record<Variable, string>>>): void {
    for (const [name, value] of Object.entries(variables)) this.function.addEnvironment(name, value);
  }

  /** Lets the function do something, and tells it to what. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    { variables = {}, conditions }: AllowOptions = {},
  ): void {
    this.#role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions !== undefined && { conditions }),
      }),
    );
    this.tell(variables);
  }
}
