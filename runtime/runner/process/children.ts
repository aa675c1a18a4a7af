import { Turns } from '../turns.ts';
import type { ChildLimits } from './child-process.ts';
import { ChildProcess } from './child-process.ts';
import type { ChildOptions } from './child/serve-parent.ts';

/** Programs that a successor loads before it takes over, the latest: 15 ms each, which nobody waits for. */
const MAX_WARMED_UP = 64;

/**
 * The children of one runner.
 *
 * - the *main* child takes all new work. It is started at once, and again when it is gone.
 * - a *successor* is started when the main child is worn out. When it is ready it is the main child.
 * - those that *leave* were succeeded: what uses them ends there, then they are disposed of.
 * - a *spare* child is started for what has to run with nothing else in its process, and disposed of after it.
 */
export class Children {
  readonly #limits: ChildLimits;
  readonly #options: ChildOptions;
  /** One at a time: there is memory for no more. */
  readonly #spareTurn = new Turns(1);
  readonly #leaving = new Set<ChildProcess>();
  #main: Promise<ChildProcess>;
  #successor: Promise<ChildProcess> | null = null;
  #spare: Promise<ChildProcess> | null = null;
  #isDisposed = false;

  constructor(limits: ChildLimits, options: ChildOptions) {
    this.#limits = limits;
    this.#options = options;
    this.#main = this.#start();
  }

  /** The child that takes new work. @throws Error when none can be started */
  async main(): Promise<ChildProcess> {
    const current = this.#main;
    const child = await current.catch(() => null);
    if (child !== null && !child.isGone) {
      if (child.isWornOut) this.#succeed(child);
      return child;
    }
    this.#refuseWhenDisposed();
    // Of all that see the same dead child, the first starts the next one.
    if (this.#main === current) this.#main = this.#successor ?? this.#start();
    return this.#main;
  }

  /** Runs `task` with a child that nothing else uses; it waits for its turn. @throws Error when none can be started */
  useSpare(task: (child: ChildProcess) => Promise<void>): Promise<void> {
    return this.#spareTurn.take(async () => {
      this.#refuseWhenDisposed();
      this.#spare = this.#start();
      try {
        await task(await this.#spare);
      } finally {
        await disposeOf(this.#spare);
        this.#spare = null;
      }
    });
  }

  /** Has all of them close their idle connections. */
  async rest(): Promise<void> {
    const main = await this.#main.catch(() => null);
    const children = main === null ? [...this.#leaving] : [main, ...this.#leaving];
    await Promise.all(children.map((child) => child.calls.rest()));
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all([
      ...[this.#main, this.#successor, this.#spare].map(disposeOf),
      ...[...this.#leaving].map((child) => child.dispose()),
    ]);
  }

  #start(): Promise<ChildProcess> {
    const child = ChildProcess.start(this.#limits, this.#options);
    // Whoever runs something is told; until then nobody needs to know.
    child.catch(() => {});
    return child;
  }

  /** Starts the next main child, while this one goes on. Where that fails, this one goes on until the next try. */
  #succeed(worn: ChildProcess): void {
    if (this.#successor !== null || this.#isDisposed) return;
    const successor = this.#startWarm(worn);
    this.#successor = successor;
    void successor
      .then(() => {
        this.#main = successor;
        this.#leaving.add(worn);
        return worn.retire();
      })
      .catch(() => {})
      .finally(() => this.#leaving.delete(worn));
    void successor
      .catch(() => {})
      .finally(() => {
        this.#successor = null;
      });
  }

  async #startWarm(worn: ChildProcess): Promise<ChildProcess> {
    const child = await this.#start();
    await child.warmUp(worn.latestPrograms(MAX_WARMED_UP));
    // One of the programs may have ended it.
    return child.isGone ? this.#start() : child;
  }

  #refuseWhenDisposed(): void {
    if (this.#isDisposed) throw new Error('Cannot run: the runner is disposed of');
  }
}

async function disposeOf(starting: Promise<ChildProcess> | null): Promise<void> {
  const child = await starting?.catch(() => null);
  await child?.dispose();
}
