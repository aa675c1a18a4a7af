import { resolve } from 'node:path';
import type { Registry, SettingsVault } from '../../runtime/stores/ports.ts';
import type { LocalConfig } from './config.ts';
import { fingerprintFile, fingerprintFunction } from './fingerprint.ts';
import type { PublishDeps } from './publish-function.ts';
import { publishFunction } from './publish-function.ts';
import type { ReadConfig } from './read-config.ts';
import { ConfigError, readConfig } from './read-config.ts';
import { subscriptionOf, syncRegistry } from './sync-registry.ts';
import { Watcher } from './watcher.ts';

export interface ConfigKeeperDeps {
  readonly registry: Registry;
  readonly programs: PublishDeps['programs'];
  readonly vault: Pick<SettingsVault, 'seal'>;
  /** Tells the operator something, in whole lines. */
  readonly tell: (text: string) => void;
}

/** Keeps the registry at what the config file and the functions that it names say, also when they change. */
export class ConfigKeeper implements AsyncDisposable {
  readonly #path: string;
  readonly #deps: ConfigKeeperDeps;
  readonly #watcher = new Watcher();
  /** By function, as the config names it: the number and problem that were told last. */
  readonly #told = new Map<string, string>();
  #read: ReadConfig;

  private constructor(path: string, read: ReadConfig, deps: ConfigKeeperDeps) {
    this.#path = path;
    this.#read = read;
    this.#deps = deps;
  }

  /**
   * Publishes the functions and fills the registry; from then on watches the files.
   * @param path of the config file, absolute, and `read` what it holds
   */
  static async start(path: string, read: ReadConfig, deps: ConfigKeeperDeps): Promise<ConfigKeeper> {
    const keeper = new ConfigKeeper(path, read, deps);
    await keeper.#watcher.watch(path, {
      fingerprint: () => fingerprintFile(path),
      onChange: () => keeper.#trying(() => keeper.#reload()),
    });
    await keeper.#apply(read);
    keeper.#watcher.start();
    return keeper;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher.dispose();
  }

  async #reload(): Promise<void> {
    const before = this.#read.config;
    const read = await readConfig(this.#path);
    await this.#apply(read);
    this.#deps.tell(`Took over the changes in "${this.#path}"`);
    if (before.allowPrivateNetwork.join() === read.config.allowPrivateNetwork.join()) return;
    this.#deps.tell('allowPrivateNetwork has changed: that takes a restart');
  }

  async #apply(read: ReadConfig): Promise<void> {
    const before = functionsOf(this.#read.config);
    this.#read = read;
    const functions = functionsOf(read.config);
    for (const each of before) if (!functions.has(each)) this.#watcher.unwatch(each);
    for (const each of functions) {
      // Watched before it is built, so that a change in between isn't missed.
      await this.#watcher.watch(each, {
        fingerprint: () => fingerprintFunction(this.#pathOf(each)),
        onChange: () => this.#trying(() => this.#publish(each)),
      });
      await this.#publish(each);
    }
    await syncRegistry(read.config, this.#deps);
  }

  async #publish(name: string): Promise<void> {
    const { subscription, problem } = await publishFunction(
      this.#pathOf(name),
      subscriptionOf(name),
      this.#deps,
    );
    const { number } = subscription.live;
    if (this.#told.get(name) === String(number)) return;
    this.#told.set(name, String(number));
    this.#deps.tell(
      problem === null
        ? `Published "${name}" as version ${number}`
        : `Published "${name}" as version ${number}, which can't run:\n${problem}`,
    );
  }

  #pathOf(name: string): string {
    return resolve(this.#read.folder, name);
  }

  /** What can't be taken over changes nothing: the platform goes on with what it has. */
  async #trying(change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#deps.tell(
        error instanceof ConfigError
          ? `${reason}\nThe platform goes on with what the file said before`
          : `Cannot take over a change, save the file again: ${reason}`,
      );
    }
  }
}

function functionsOf({ destinations }: LocalConfig): ReadonlySet<string> {
  return new Set(destinations.map((each) => each.function));
}
