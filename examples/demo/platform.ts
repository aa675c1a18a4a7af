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
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #dataFolder: string;
  readonly #signal: AbortSignal;

  private constructor(child: ChildProcess, ready: Ready, dataFolder: string, signal: AbortSignal) {
    this.ready = ready;
    this.#child = child;
    this.#dataFolder = dataFolder;
    this.#signal = signal;
  }

  /**
   * @param options.onLine gets each line that the platform logs
   * @param options.signal ends the wait, and every verb that runs then
   * @throws Error with the platform's last lines when it doesn't come up
   */
  static async start(
    { configPath, dataFolder }: Workspace,
    { onLine, signal }: { readonly onLine: (line: string) => void; readonly signal: AbortSignal },
  ): Promise<Platform> {
    const args = ['up', '--config', configPath, '--data', dataFolder, '--port', '0', '--json'];
    const child = spawn(process.execPath, [SLUICE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    // Should this process end without a chance to wait for anything.
    process.on('exit', () => child.kill('SIGKILL'));
    const lastLines: string[] = [];
    createInterface(child.stderr).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
      onLine(line);
    });
    const firstLine = once(createInterface(child.stdout), 'line', { signal }) as Promise<[string]>;
    const ended = once(child, 'exit', { signal }).then(() => [null] as const);
    try {
      const [line] = await Promise.race([firstLine, ended]);
      if (line === null) throw new Error(`Cannot start the platform:\n${lastLines.join('\n')}`);
      return new Platform(child, JSON.parse(line) as Ready, dataFolder, signal);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Runs another verb of the CLI on this platform. @returns what it printed */
  async run(args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [SLUICE, ...args, '--data', this.#dataFolder],
      { maxBuffer: MAX_ANSWER_BYTES, signal: this.#signal },
    );
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_WITHIN_MS);
    this.#child.kill('SIGTERM');
    await exited;
    clearTimeout(timer);
  }
}
