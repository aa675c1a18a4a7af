import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Clients } from '../../../lib/local/connect.ts';
import { connect } from '../../../lib/local/connect.ts';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import type { Settings } from '../../../runtime/contract/destination.ts';
import type { RetryPolicy } from '../../../runtime/contract/retry-policy.ts';
import { SqsQueueSender } from '../../../runtime/queues/sqs-queue-sender.ts';
import { DynamoRegistry } from '../../../runtime/stores/dynamo-registry.ts';
import { KmsDataKeys } from '../../../runtime/stores/kms-data-keys.ts';
import { S3DeadLetterStore } from '../../../runtime/stores/s3-dead-letter-store.ts';
import { S3ProgramStore } from '../../../runtime/stores/s3-program-store.ts';
import { S3RejectedEventStore } from '../../../runtime/stores/s3-rejected-event-store.ts';
import { DataKeySettingsVault } from '../../../runtime/stores/settings-vault.ts';
import type { Outputs } from './deploy.ts';
import type { Emulator } from './emulator.ts';

export interface Connection {
  readonly name: string;
  readonly writeKey: string;
  /** The function's file or folder. */
  readonly path: string;
  readonly settings: Settings;
  readonly retry: RetryPolicy;
}

/** A deployed Sluice as its operator has it: by the outputs of its stacks, and the adapters of production. */
export class DeployedSluice implements Disposable {
  readonly outputs: Outputs;
  readonly clients: Clients;
  readonly registry: DynamoRegistry;
  readonly deadLetters: S3DeadLetterStore;
  readonly rejectedEvents: S3RejectedEventStore;
  readonly #programs: S3ProgramStore;
  readonly #vault: DataKeySettingsVault;
  readonly #lambda: LambdaClient;

  constructor(emulator: Emulator, outputs: Outputs) {
    const { endpoint, region, accessKeyId, secretAccessKey } = emulator.endpoint;
    this.outputs = outputs;
    this.clients = connect(emulator.endpoint);
    this.registry = new DynamoRegistry(this.clients.dynamodb, this.output('RegistryTableName'));
    this.#programs = new S3ProgramStore(this.clients.s3, this.output('ProgramsBucketName'));
    this.deadLetters = new S3DeadLetterStore(this.clients.s3, this.output('FiledBucketName'));
    this.rejectedEvents = new S3RejectedEventStore(this.clients.s3, this.output('FiledBucketName'));
    this.#vault = new DataKeySettingsVault(new KmsDataKeys(this.clients.kms, this.output('KeyArn')));
    this.#lambda = new LambdaClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  }

  /** @throws Error when the stacks have no such output */
  output(name: string): string {
    const value = this.outputs[name];
    if (value === undefined) throw new Error(`There is no output ${name}`);
    return value;
  }

  /** Publishes a function, and switches it on for a source of its own. @returns the destination's id */
  async connect({ name, writeKey, path, settings, retry }: Connection): Promise<string> {
    const [sourceId, subscriptionId, id] = [`src_${name}`, `sub_${name}`, `dst_${name}`];
    await this.publish(name, path);
    await this.registry.putSource({ v: 1, id: sourceId, name, writeKey });
    const sealedSettings = await this.#vault.seal(id, settings);
    await this.registry.putDestination({
      v: 1,
      id,
      name,
      sourceId,
      subscriptionId,
      enabled: true,
      sealedSettings,
      retry,
    });
    return id;
  }

  /** Makes a function's source the live version of the subscription with this name. */
  async publish(name: string, path: string): Promise<void> {
    const { hash } = await this.#programs.put(await buildProgram(path));
    await this.registry.publishVersion({ id: `sub_${name}`, name }, hash, new Date());
  }

  /** Puts envelopes into the events queue, each as a message. @throws Error when not all are taken */
  async send(envelopes: readonly object[]): Promise<void> {
    const queue = new SqsQueueSender(this.clients.sqs, this.output('EventsQueueUrl'));
    const unsent = await queue.send(envelopes.map((each) => ({ body: JSON.stringify(each) })));
    if (unsent.length > 0) throw new Error(`SQS did not take ${unsent.length} messages`);
  }

  /** Calls a stage's function with a batch, as its event source does. */
  async invoke(functionName: string, event: SQSEvent): Promise<SQSBatchResponse> {
    const { Payload, FunctionError } = await this.#lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
    );
    const answer = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new Error(`${functionName} failed: ${answer}`);
    return JSON.parse(answer) as SQSBatchResponse;
  }

  /** The hash of the code that a function runs. */
  async codeHash(functionName: string): Promise<string | undefined> {
    const { Configuration } = await this.#lambda.send(new GetFunctionCommand({ FunctionName: functionName }));
    return Configuration?.CodeSha256;
  }

  /** How long a message of the pipeline stays out of sight once it is received. */
  async setVisibility(seconds: number): Promise<void> {
    for (const name of ['Events', 'StreamDeliveries', 'StreamRetries', 'DeadLetters', 'RejectedEvents']) {
      await this.clients.sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: this.output(`${name}QueueUrl`),
          Attributes: { VisibilityTimeout: String(seconds) },
        }),
      );
    }
  }

  [Symbol.dispose](): void {
    this.clients[Symbol.dispose]();
    this.#lambda.destroy();
  }
}
