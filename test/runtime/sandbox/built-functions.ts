import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import type { ProgramSource } from '../../../runtime/contract/program.ts';
import type { Ran } from '../../../runtime/runner/runner.ts';
import { SourceFolder } from '../bundle/sources.ts';
import { aJob, only } from '../runner/a-job.ts';
import { realRunner } from './real-runner.ts';

/** Functions that go the whole way: built from files as their author wrote them, and run in the real sandbox. */
export interface BuiltFunctions {
  /** Builds the file, and runs it for one track event. */
  readonly run: (fileName: string, files: Readonly<Record<string, string>>) => Promise<Ran>;
  /** What the script's `onTrack` with these statements returns. */
  readonly returned: (statements: string) => Promise<unknown>;
  /** The text that the file's `onTrack` returns. */
  readonly text: (fileName: string, files: Readonly<Record<string, string>>) => Promise<string>;
}

/** Starts the runner before a file's tests, and ends it after them. */
export function builtFunctions(): BuiltFunctions {
  const runner = realRunner();
  const run: BuiltFunctions['run'] = async (fileName, files) => {
    await using folder = await SourceFolder.create(files);
    const source = await buildProgram(folder.file(fileName));
    const program = { ...source, hash: hashOf(source) };
    return only(await runner.run({ ...aJob('', { record: true }), program }));
  };
  const delivered = async (...of: Parameters<typeof run>): Promise<unknown> => {
    const { outcome, recording } = await run(...of);
    expect(outcome).toEqual({ kind: 'delivered' });
    return recording?.returned;
  };
  return {
    run,
    returned: (statements) =>
      delivered('index.js', { 'index.js': `async function onTrack(event, settings) { ${statements} }` }),
    text: async (...of) => String(await delivered(...of)),
  };
}

function hashOf(source: ProgramSource): string {
  return createHash('sha256').update(JSON.stringify(source)).digest('hex');
}
