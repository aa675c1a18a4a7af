import { basename } from 'node:path';
import { BuildError } from '../../runtime/bundle/build-error.ts';
import { buildProgram } from '../../runtime/bundle/build-program.ts';
import type { Subscription } from '../../runtime/contract/destination.ts';
import { DEFAULT_BATCH_COUNT, DEFAULT_LIMITS } from '../../runtime/contract/manifest.ts';
import type { ProgramSource } from '../../runtime/contract/program.ts';
import type { ProgramStore, Registry } from '../../runtime/stores/ports.ts';

export interface PublishDeps {
  readonly programs: Pick<ProgramStore, 'put'>;
  readonly registry: Pick<Registry, 'publishVersion'>;
}

export interface Published {
  readonly subscription: Subscription;
  /** What keeps it from running, by file, line and column; `null` when nothing does. */
  readonly problem: string | null;
}

/**
 * Makes what stands in a function's files its live version, as it is: where it can't be built, that is what is live.
 * Its deliveries then fail as `invalid_function` with what is wrong, and are tried again, so that the mended one serves them.
 */
export async function publishFunction(
  path: string,
  subscription: Pick<Subscription, 'id' | 'name'>,
  { programs, registry }: PublishDeps,
): Promise<Published> {
  const { source, problem } = await build(path);
  const { hash } = await programs.put(source);
  return { subscription: await registry.publishVersion(subscription, hash, new Date()), problem };
}

async function build(
  path: string,
): Promise<{ readonly source: ProgramSource; readonly problem: string | null }> {
  try {
    return { source: await buildProgram(path), problem: null };
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return { source: brokenProgram(path, error.message), problem: error.message };
  }
}

/** A program that says why there is none. The reason names its place, and this code is not the author's: so no stack. */
function brokenProgram(path: string, reason: string): ProgramSource {
  const fileName = basename(path);
  return {
    kind: 'script',
    code: `throw Object.assign(new Error(${JSON.stringify(reason)}), { stack: '' });`,
    fileName,
    manifest: {
      name: fileName,
      description: '',
      entry: fileName,
      settings: null,
      limits: DEFAULT_LIMITS,
      batch: { maxCount: DEFAULT_BATCH_COUNT },
      egress: [],
    },
  };
}
