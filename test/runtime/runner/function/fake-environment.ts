import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The first message to an environment. */
export interface EnvironmentStart {
  readonly childPath: string;
  readonly guestSource: string;
}

/** An environment's answer to a payload: JSON, of a result or of an error. */
export interface Handled {
  readonly isThrown: boolean;
  readonly text: string;
}

const MAIN = join(import.meta.dirname, 'environment.ts');
const CHILD = join(import.meta.dirname, '../../../../runtime/runner/process/child/main.ts');

/** An execution environment in a process of its own, from the outside. */
export class FakeEnvironment {
  /** What it wrote to its two outputs, which is its function's log. */
  log = '';
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;

  constructor(guestSource: string, secrets: Readonly<Record<string, string>>) {
    this.#process = fork(MAIN, { env: secrets, execArgv: ['--no-warnings'], silent: true });
    for (const output of [this.#process.stdout, this.#process.stderr]) {
      output?.on('data', (text: Buffer) => {
        this.log += text.toString();
      });
    }
    this.#gone = once(this.#process, 'exit');
    this.#process.send({ childPath: CHILD, guestSource } satisfies EnvironmentStart);
  }

  /** `null` when it ends before it has answered. */
  async handle(payload: string): Promise<Handled | null> {
    const handled = once(this.#process, 'message').then(([message]) => message as Handled);
    this.#process.send(payload);
    return Promise.race([handled, this.#gone.then(() => null)]);
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#gone;
  }
}
