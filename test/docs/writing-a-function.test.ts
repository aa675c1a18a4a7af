import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runOnce } from '../../lib/cli/run-once.ts';
import { GUIDE_CASES } from './guide-cases.ts';
import { snippetsOf } from './snippets.ts';

const ROOT = join(import.meta.dirname, '../..');
const SNIPPETS = snippetsOf(join(ROOT, 'docs/writing-a-function.md'));
const FILES = SNIPPETS.filter(({ fileName }) => fileName !== null);

let folder: string;

/** A folder as the reader of the page has it, with all of its files. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-guide-'));
  // A copy, since a package may not lie elsewhere; without its sources, which are half of it.
  await cp(join(ROOT, 'node_modules/zod'), join(folder, 'node_modules/zod'), {
    recursive: true,
    filter: (path) => !path.endsWith('zod/src'),
  });
  for (const { fileName, text } of FILES) {
    const path = join(folder, fileName!);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a snippet of docs/writing-a-function.md:', () => {
  test.each(Object.entries(GUIDE_CASES))(
    '%s',
    async (_, { path, events, settings = {}, respond = [], ended }) => {
      const results = await runOnce({
        path: join(folder, path),
        events,
        asArray: events.length > 1,
        settings,
        limits: {},
        allowPrivateNetwork: [],
        respond,
      });
      expect(results).toMatchObject(ended);
    },
  );

  test('each is run', () => {
    const run = new Set([...Object.values(GUIDE_CASES).map(({ path }) => path), 'acme.js', 'event.json']);
    const unknown = FILES.map(({ fileName }) => fileName!).filter(
      (fileName) => !run.has(fileName) && !run.has(dirname(fileName)),
    );
    expect(unknown).toEqual([]);
  });

  test('each in TypeScript has the types that the page promises', async () => {
    await copyFile(join(ROOT, 'examples/functions/globals.d.ts'), join(folder, 'typed/globals.d.ts'));
    const options = {
      lib: ['es2024'],
      types: [],
      target: 'es2024',
      module: 'preserve',
      strict: true,
      skipLibCheck: true,
    };
    await writeFile(
      join(folder, 'typed/tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, allowImportingTsExtensions: true, noEmit: true } }),
    );
    const said = await run('"$NODE" "$ROOT/node_modules/typescript/bin/tsc" -p typed');
    expect(said).toEqual({ stdout: '', stderr: '' });
  });
});

describe('a command of docs/writing-a-function.md answers what the page says:', () => {
  const commands = SNIPPETS.flatMap(({ language, text }, index) =>
    language === 'sh'
      ? [[text.replaceAll('\\\n', ' ').trim(), SNIPPETS[index + 1]?.text ?? ''] as const]
      : [],
  );

  test.each(commands)('%s', async (command, answer) => {
    const { stdout, stderr } = await run(command.replace(/^npx sluice /, '"$NODE" "$ROOT/bin/sluice.js" '));
    expect(stderr).toBe('');
    expect(withoutTimes(stdout)).toBe(withoutTimes(answer));
  });

  function withoutTimes(text: string): string {
    return text.replaceAll(/\d+(?:\.\d+)? ms/g, '… ms').replaceAll(/("durationMs": )[\d.]+/g, '$1…');
  }
});

/** Runs a command line of the page, whatever its exit status. */
function run(script: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, NODE: process.execPath, ROOT };
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', script], { cwd: folder, env }, (_, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });
}
