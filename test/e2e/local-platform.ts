import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetQueueAttributesCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { ListedLetter } from '../../lib/cli/describe-letters.ts';
import type { Clients, Endpoint } from '../../lib/local/connect.ts';
import { connect } from '../../lib/local/connect.ts';
import { BUCKET } from '../../lib/local/stores.ts';
import type { RejectedEvent } from '../../runtime/contract/rejected-event.ts';
import { S3RejectedEventStore } from '../../runtime/stores/s3-rejected-event-store.ts';
import type { SluiceOptions, SluiceRun } from '../lib/cli/run-sluice.ts';
import { ROOT, runSluice } from '../lib/cli/run-sluice.ts';
import type { TemporaryFolder } from '../lib/cli/temporary-folder.ts';

export interface Ready extends Endpoint {
  readonly ready: true;
  readonly eventsQueueUrl: string;
}

export interface StartOptions {
  /** The folder's subfolder that keeps the data. Default: data. */
  readonly data?: string;
  /** Default: 0. */
  readonly port?: number;
}

/** `sluice up --json` in a process of its own, on the config in a folder. */
export class LocalPlatform implements AsyncDisposable {
  readonly ready: Ready;
  readonly clients: Clients;
  readonly dataDir: string;
  readonly #child: ChildProcess;
  readonly #output: Output;

  private constructor(child: ChildProcess, output: Output, ready: Ready, dataDir: string) {
    this.#child = child;
    this.#output = output;
    this.ready = ready;
    this.dataDir = dataDir;
    this.clients = connect(ready);
  }

  static async start(
    folder: TemporaryFolder,
    { data = 'data', port = 0 }: StartOptions = {},
  ): Promise<LocalPlatform> {
    const dataDir = join(folder.path, data);
    const config = join(folder.path, 'sluice.local.json');
    const args = ['up', '--json', '--port', String(port), '--data', dataDir, '--config', config];
    const child = spawn(process.execPath, [join(ROOT, 'bin/sluice.ts'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = new Output(child);
    await output.until(({ stdout, isEnded }) => stdout.includes('\n') || isEnded);
    const [line = ''] = output.stdout.split('\n');
    if (line === '') throw new Error(`The platform did not start:\n${output.stderr}`);
    return new LocalPlatform(child, output, JSON.parse(line) as Ready, dataDir);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** All that it has printed. */
  get stdout(): string {
    return this.#output.stdout;
  }

  /** All that it has logged. */
  get stderr(): string {
    return this.#output.stderr;
  }

  /** What it has logged of attempts that failed. */
  get failedAttempts(): readonly string[] {
    return this.stderr.split('\n').filter((line) => line.includes(' attempt-failed '));
  }

  /** Puts bodies into the events queue, as any producer does: text as it is, anything else as JSON. */
  async send(...bodies: readonly unknown[]): Promise<void> {
    for (const body of bodies) {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      await this.clients.sqs.send(
        new SendMessageCommand({ QueueUrl: this.ready.eventsQueueUrl, MessageBody }),
      );
    }
  }

  /** Ten messages a request. */
  async sendMany(bodies: readonly unknown[]): Promise<void> {
    for (let from = 0; from < bodies.length; from += 10) {
      const Entries = bodies
        .slice(from, from + 10)
        .map((body, index) => ({ Id: String(index), MessageBody: JSON.stringify(body) }));
      await this.clients.sqs.send(
        new SendMessageBatchCommand({ QueueUrl: this.ready.eventsQueueUrl, Entries }),
      );
    }
  }

  /** Resolves when the router is done with everything that was sent. */
  async untilRouted(): Promise<void> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: this.ready.eventsQueueUrl,
      AttributeNames: ['All'],
    });
    for (;;) {
      const { Attributes = {} } = await this.clients.sqs.send(command);
      const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: received } =
        Attributes;
      if (waiting === '0' && received === '0') return;
    }
  }

  /** Runs another verb of the CLI on it. */
  async sluice(args: readonly string[], options?: SluiceOptions): Promise<SluiceRun> {
    return runSluice([...args, '--data', this.dataDir], options);
  }

  async deadLetters(): Promise<readonly ListedLetter[]> {
    const { status, stdout, stderr } = await this.sluice(['dead-letters', 'list', '--json']);
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as ListedLetter[];
  }

  /** Resolves with all dead letters when there are at least `count`. */
  async untilDeadLetters(count: number): Promise<readonly ListedLetter[]> {
    for (;;) {
      const { changes } = this.#output;
      const letters = await this.deadLetters();
      if (letters.length >= count) return letters;
      await this.#output.changeSince(changes);
    }
  }

  /** Resolves with all rejected events when there are at least `count`. */
  async untilRejected(count: number): Promise<readonly RejectedEvent[]> {
    const store = new S3RejectedEventStore(this.clients.s3, BUCKET);
    for (;;) {
      const { changes } = this.#output;
      const events: RejectedEvent[] = [];
      for await (const event of store.list()) events.push(event);
      if (events.length >= count) return events;
      await this.#output.changeSince(changes);
    }
  }

  async untilLogged(pattern: RegExp | string): Promise<void> {
    await this.#output.until(({ stderr }) =>
      typeof pattern === 'string' ? stderr.includes(pattern) : pattern.test(stderr),
    );
  }

  /** Sends a signal, where there is still somebody to take it. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends a signal, and waits for the end. */
  async end(
    signal: NodeJS.Signals = 'SIGINT',
  ): Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null }> {
    this.clients[Symbol.dispose]();
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return { status: exitCode, signal: signalCode };
    const closed = once(this.#child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    this.#child.kill(signal);
    const [status, by] = await closed;
    return { status, signal: by };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
  }
}

/** What a process writes, and when. */
class Output {
  stdout = '';
  stderr = '';
  isEnded = false;
  /** How often it wrote something, or ended. */
  changes = 0;
  readonly #watchers = new Set<() => void>();

  constructor({ stdout, stderr }: ChildProcess) {
    if (stdout === null || stderr === null) throw new Error('The process has no pipes');
    stdout.setEncoding('utf8').on('data', (piece: string) => {
      this.stdout += piece;
      this.#notify();
    });
    createInterface(stderr).on('line', (line) => {
      this.stderr += `${line}\n`;
      this.#notify();
    });
    stdout.once('close', () => {
      this.isEnded = true;
      this.#notify();
    });
  }

  /** Resolves when there have been more changes than `changes`. */
  async changeSince(changes: number): Promise<void> {
    while (this.changes === changes) {
      if (this.isEnded) throw new Error(`The platform has ended:\n${this.stderr}`);
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  async until(holds: (output: this) => boolean): Promise<void> {
    while (!holds(this)) await this.changeSince(this.changes);
  }

  #notify(): void {
    this.changes += 1;
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }
}
