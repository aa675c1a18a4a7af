import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { publishFunction } from '../../../lib/local/publish-function.ts';
import type { ProgramSource } from '../../../runtime/contract/program.ts';
import { TemporaryFolder } from '../cli/temporary-folder.ts';

/** Keeps what was stored, and publishes version 1 of anything. */
function keepingDeps() {
  const stored: ProgramSource[] = [];
  return {
    stored,
    programs: { put: async (source: ProgramSource) => ({ ...source, hash: String(stored.push(source)) }) },
    registry: {
      publishVersion: async ({ id, name }: { id: string; name: string }, programHash: string, at: Date) => ({
        v: 1 as const,
        id,
        name,
        live: { number: 1, programHash, publishedAt: at.toISOString() },
      }),
    },
  };
}

describe('publishFunction()', () => {
  test('makes what the file holds the live version', async () => {
    await using folder = await TemporaryFolder.make({ 'acme.js': 'async function onTrack() {}' });
    const deps = keepingDeps();
    const { subscription, problem } = await publishFunction(
      join(folder.path, 'acme.js'),
      { id: 'sub_1', name: './acme.js' },
      deps,
    );
    expect({ problem, subscription }).toMatchObject({
      problem: null,
      subscription: { id: 'sub_1', name: './acme.js', live: { programHash: '1' } },
    });
    expect(deps.stored).toMatchObject([{ code: 'async function onTrack() {}', fileName: 'acme.js' }]);
  });

  test.each([
    ['has a fault', { 'acme.js': 'async function onTrack( {' }, /acme\.js:1:\d+: /],
    ['is not there', {}, /does not exist/],
  ])('publishes a program that says what is wrong where the file %s', async (_, files, reason) => {
    await using folder = await TemporaryFolder.make(files);
    const deps = keepingDeps();
    const { problem } = await publishFunction(
      join(folder.path, 'acme.js'),
      { id: 'sub_1', name: './acme.js' },
      deps,
    );
    expect(problem).toMatch(reason);
    expect(deps.stored).toMatchObject([{ kind: 'script' }]);
    // With a stack its own place was told too: "acme.js: does not exist (acme.js:)".
    const thrown: unknown = runInNewContext(
      `try { ${deps.stored[0]?.code} } catch (error) { JSON.stringify([error.message, error.stack]) }`,
    );
    expect(thrown).toBe(JSON.stringify([problem, '']));
  });
});
