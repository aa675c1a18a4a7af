import type { Limits, Manifest } from '../../../runtime/contract/manifest.ts';
import type { Program } from '../../../runtime/contract/program.ts';
import type { Job, Ran, RunResult } from '../../../runtime/runner/runner.ts';
import { anEvent, aProgram } from '../../support/builders.ts';

export function aJob(
  code: string,
  {
    limits = {},
    manifest = {},
    kind = 'script',
    ...more
  }: Partial<Job> & {
    readonly limits?: Partial<Limits>;
    readonly manifest?: Partial<Manifest>;
    readonly kind?: Program['kind'];
  } = {},
): Job {
  const base = aProgram({ code, kind, hash: `${kind} ${code}`, fileName: 'index.js' });
  return {
    program: {
      ...base,
      manifest: {
        ...base.manifest,
        settings: null,
        ...manifest,
        limits: { ...base.manifest.limits, ...limits },
      },
    },
    destinationId: 'dst_acme',
    settings: {},
    events: [JSON.stringify(anEvent())],
    startBefore: performance.now() + 60_000,
    ...more,
  };
}

/** Events that a handler can tell apart: each has its own `name` in `properties`. */
export function eventsNamed(...names: readonly string[]): readonly string[] {
  return names.map((name) => JSON.stringify(anEvent({ messageId: name, properties: { name } })));
}

/** How each event ended: `delivered`, a failure's code, or `not-started`. */
export function endings(results: readonly RunResult[]): readonly string[] {
  return results.map((result) => {
    if (result.kind === 'not-started') return 'not-started';
    return result.outcome.kind === 'delivered' ? 'delivered' : result.outcome.code;
  });
}

/** The one result's outcome and what was recorded of it. */
export function only(results: readonly RunResult[]): Ran {
  const [result] = results;
  if (results.length !== 1 || result?.kind !== 'ran')
    throw new Error(`Expected one that ran: ${JSON.stringify(results)}`);
  return result;
}
