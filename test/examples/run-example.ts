import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
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
export interface ExampleBench {
  readonly partner: Partner;
  /** Runs a function of examples/ (or of a copy) with events; its setting `endpoint` is the partner's. */
  run(
    path: string,
    events: readonly unknown[],
    options?: { readonly settings?: Settings; readonly examples?: string },
  ): Promise<readonly Ran[]>;
}

/**
 * Starts both before a file's tests, and ends them after them.
 *
 * @param answer what the partner answers at the beginning of each test, when it has seen no request yet
 */
export function exampleBench(answer: Partner['answer'] = () => ({ body: '{"ok":true}' })): ExampleBench {
  let partner: Partner;
  let runner: ProcessRunner;
  beforeAll(async () => {
    partner = await Partner.start();
    runner = createProcessRunner({
      childPath: join(ROOT, 'runtime/runner/process/child/main.ts'),
      guestSource: await buildGuest(),
      allowPrivateNetwork: [partner.host],
    });
  });
  beforeEach(() => {
    partner.requests.length = 0;
    partner.answer = answer;
  });
  afterAll(async () => {
    await runner.dispose();
    await partner.close();
  });
  return {
    get partner() {
      return partner;
    },
    run: async (path, events, { settings = {}, examples = EXAMPLES } = {}) => {
      const source = await buildProgram(join(examples, path));
      const results = await runner.run({
        program: { ...source, hash: `${examples}/${path}` },
        destinationId: path,
        settings: { endpoint: partner.url, ...settings },
        events: events.map((event) => JSON.stringify(event)),
        startBefore: Infinity,
      });
      return results.filter((result) => result.kind === 'ran');
    },
  };
}
