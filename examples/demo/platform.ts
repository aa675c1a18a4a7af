import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Workspace } from './workspace.ts';

const SLUICE = join(import.meta.dirname, '../../bin/sluice.ts');
/** The platform ends within a second or two; one that doesn't is not waited for. */
const STOP_WITHIN_MS = 8_000;
const LAST_LINES = 20;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** What `sluice up --json` prints when it takes events. */
export interface Ready {
  readonly ready: true;
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly eventsQueueUrl: string;
}

/** The platform as a user runs it: `sluice up`, and other verbs beside it. */
export class Platform implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #dataFolder: string;
  readonly #lastLines: string[] = [];

  private constructor(child: ChildProcess, dataFolder: string) {
    this.#child = child;
    this.#dataFolder = dataFolder;
  }

  /** @param onLine gets each line that the platform logs */
  static async start(
    { configPath, dataFolder }: Workspace,
    onLine: (line: string) => void,
  ): Promise<{ readonly platform: Platform; readonly ready: Ready }> {
    const args = ['up', '--config', configPath, '--data', dataFolder, '--port', '0', '--json'];
    const child = spawn(process.execPath, [SLUICE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const platform = new Platform(child, dataFolder);
    createInterface(child.stderr).on('line', (line) => {
      platform.#remember(line);
      onLine(line);
    });
    const [line] = (await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(() => [null]),
    ])) as [string | null];
    if (line === null) throw new Error(`Cannot start the platform:\n${platform.#lastLines.join('\n')}`);
    return { platform, ready: JSON.parse(line) as Ready };
  }

  /** Rejects when the platform ends by itself. */
  async untilEnded(): Promise<never> {
    await once(this.#child, 'exit');
    throw new Error(`The platform ended by itself:\n${this.#lastLines.join('\n')}`);
  }

  /** Runs another verb of the CLI on this platform. @returns what it printed */
  async run(...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [SLUICE, ...args, '--data', this.#dataFolder],
      { maxBuffer: MAX_ANSWER_BYTES },
    );
    return stdout;
  }

  /** Ends the platform at once: for when there is no time to wait. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    const timer = setTimeout(() => this.kill(), STOP_WITHIN_MS);
    this.#child.kill('SIGTERM');
    await exited;
    clearTimeout(timer);
  }

  #remember(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift();
  }
}
