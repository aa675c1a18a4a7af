import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGuest } from '../../runtime/bundle/build-guest.ts';
import { buildProgram } from '../../runtime/bundle/build-program.ts';
import type { Settings } from '../../runtime/contract/destination.ts';
import { createProcessRunner } from '../../runtime/runner/process/process-runner.ts';
import type { ProcessRunner } from '../../runtime/runner/process/process-runner.ts';
import type { Ran } from '../../runtime/runner/runner.ts';
import { Partner } from '../support/partner.ts';

const ROOT = join(import.meta.dirname, '../..');
export const EXAMPLES = join(ROOT, 'examples');

export type EventName = 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias' | 'delete';

/** An event of examples/events/, with members of its own. */
export async function exampleEvent(
  name: EventName,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  const text = await readFile(join(EXAMPLES, 'events', `${name}.json`), 'utf8');
  return { ...(JSON.parse(text) as object), ...more };
}

/** A partner, and the Runner of production that may reach it. */
export class ExampleBench implements AsyncDisposable {
  readonly partner: Partner;
  readonly #runner: ProcessRunner;

  private constructor(partner: Partner, runner: ProcessRunner) {
    this.partner = partner;
    this.#runner = runner;
  }

  static async start(): Promise<ExampleBench> {
    const partner = await Partner.start({ body: '{"ok":true}' });
    const runner = createProcessRunner({
      childPath: join(ROOT, 'runtime/runner/process/child/main.ts'),
      guestSource: await buildGuest(),
      allowPrivateNetwork: [partner.host],
    });
    return new ExampleBench(partner, runner);
  }

  /** Runs a function of examples/ (or of a copy) with events; its setting `endpoint` is the partner's. */
  async run(
    path: string,
    events: readonly unknown[],
    { settings = {}, examples = EXAMPLES }: { readonly settings?: Settings; readonly examples?: string } = {},
  ): Promise<readonly Ran[]> {
    const source = await buildProgram(join(examples, path));
    const results = await this.#runner.run({
      program: { ...source, hash: `${examples}/${path}` },
      destinationId: path,
      settings: { endpoint: this.partner.url, ...settings },
      events: events.map((event) => JSON.stringify(event)),
      startBefore: Infinity,
    });
    return results.filter((result) => result.kind === 'ran');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runner.dispose();
    await this.partner.close();
  }
}
