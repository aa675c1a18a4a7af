import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { buildGuest } from '../../../../runtime/bundle/build-guest.ts';
import type { FunctionRunnerOptions } from '../../../../runtime/runner/function/function-runner.ts';
import { createFunctionRunner } from '../../../../runtime/runner/function/function-runner.ts';
import { LambdaInvoker } from '../../../../runtime/runner/function/lambda-invoker.ts';
import type { RunnerProblem } from '../../../../runtime/runner/function/runner-problem.ts';
import type { Job, Runner, RunResult } from '../../../../runtime/runner/runner.ts';
import { linkProgram } from '../../../../runtime/stores/link-program.ts';
import { S3ProgramStore } from '../../../../runtime/stores/s3-program-store.ts';
import type { EmbeddedServices } from '../../../support/embedded-services.ts';
import { startEmbeddedServices } from '../../../support/embedded-services.ts';
import { FakeLambda } from './fake-lambda.ts';

const BUCKET = 'programs';
const CREDENTIALS = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };

/** A function runner with all that it needs: S3, and Lambda with real environments. It stores each job's program first. */
export class FunctionRunnerUnderTest implements Runner, AsyncDisposable {
  readonly lambda: FakeLambda;
  readonly problems: RunnerProblem[] = [];
  readonly #services: EmbeddedServices;
  readonly #programs: S3ProgramStore;
  readonly #runner: Runner;

  static async start(
    options: Partial<Pick<FunctionRunnerOptions, 'maxInvocationsAtOnce' | 'isolation'>> = {},
  ): Promise<FunctionRunnerUnderTest> {
    const services = await startEmbeddedServices();
    await services.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const secrets = { AWS_SECRET_ACCESS_KEY: 'of-the-runner' };
    return new FunctionRunnerUnderTest(
      await FakeLambda.start(await buildGuest(), { secrets }),
      services,
      options,
    );
  }

  private constructor(
    lambda: FakeLambda,
    services: EmbeddedServices,
    options: Partial<Pick<FunctionRunnerOptions, 'maxInvocationsAtOnce' | 'isolation'>>,
  ) {
    this.lambda = lambda;
    this.#services = services;
    this.#programs = new S3ProgramStore(services.s3, BUCKET);
    this.#runner = createFunctionRunner({
      invoker: new LambdaInvoker('runner', {
        endpoint: lambda.endpoint,
        region: 'us-east-1',
        credentials: CREDENTIALS,
      }),
      linkProgram: (hash, lifeMs) =>
        linkProgram(services.s3, { bucket: BUCKET, hash, lifeSeconds: Math.ceil(lifeMs / 1_000) }),
      maxInvocationsAtOnce: 4,
      onProblem: (problem) => this.problems.push(problem),
      firstPauseMs: 1,
      ...options,
    });
  }

  async run(job: Job): Promise<readonly RunResult[]> {
    return this.#runner.run({ ...job, program: await this.#programs.put(job.program) });
  }

  /** Runs a job whose program is stored nowhere. */
  runUnstored(job: Job): Promise<readonly RunResult[]> {
    return this.#runner.run(job);
  }

  rest(): Promise<void> {
    return this.#runner.rest();
  }

  async dispose(): Promise<void> {
    await this.#runner.dispose();
    await this.lambda[Symbol.asyncDispose]();
    await this.#services[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}
