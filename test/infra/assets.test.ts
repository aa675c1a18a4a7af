import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { VARIABLES } from '../../functions/variables.ts';
import type { Architecture } from '../../lib/infra/assets/architecture.ts';
import { buildAssetWithChild } from '../../lib/infra/assets/build-asset-with-child.ts';
import { buildAssets } from '../../lib/infra/assets/build-assets.ts';

const run = promisify(execFile);
const RUNNER = 'functions/runner/handler.ts';
const DISPATCHER_WITH_CHILD = 'functions/dispatcher/handler-with-child.ts';
const OF_THIS_MACHINE: Architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
/** Some 3 MB; a second binary, or a package that isn't shaken, would show. */
const MAX_BYTES_WITH_CHILD = 3.5 * 1024 * 1024;
const MAX_OTHER_BYTES = 1.2 * 1024 * 1024;

describe("the functions' code", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-assets-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test.each([
    ['the runner', RUNNER, 'arm64', 'linux-arm64'],
    ['the runner', RUNNER, 'x86_64', 'linux-x64'],
    ['a dispatcher with a child', DISPATCHER_WITH_CHILD, 'arm64', 'linux-arm64'],
    ['a dispatcher with a child', DISPATCHER_WITH_CHILD, 'x86_64', 'linux-x64'],
  ] as const)('of %s has the one binary for its architecture', async (_, entry, architecture, platform) => {
    await buildAssetWithChild(folder, entry, { architecture, release: '' });
    const files = await filesIn(folder);
    expect([...files.keys()].filter((file) => file.endsWith('.node'))).toEqual([
      `node_modules/isolated-vm/prebuilds/${platform}/isolated-vm.abi137.glibc.node`,
    ]);
    expect(bytesOf(files)).toBeLessThan(MAX_BYTES_WITH_CHILD);
  });

  test('of the runner has no binary of an earlier build', async () => {
    await buildRunner(folder, 'x86_64');
    await buildRunner(folder, 'arm64');
    const files = await filesIn(folder);
    expect([...files.keys()].filter((file) => file.endsWith('.node'))).toHaveLength(1);
  });

  test('of the runner finds its binary from where it stands, and makes an isolate with it', async () => {
    await buildRunner(folder, OF_THIS_MACHINE);
    const script = `
      const { Isolate } = require('./node_modules/isolated-vm');
      const isolate = new Isolate();
      console.log(isolate.compileScriptSync('6 * 7').runSync(isolate.createContextSync()));`;
    const { stdout } = await run(process.execPath, ['--no-node-snapshot', '-e', script], {
      cwd: folder,
      env: {},
    });
    expect(stdout.trim()).toBe('42');
  });

  test('of the runner starts its child with nothing but what Lambda sets, and answers', async () => {
    await buildRunner(folder, OF_THIS_MACHINE);
    const script = `
      require('./index.js').handler({ v: 1, kind: 'ping' }).then((answer) => {
        console.log(JSON.stringify(answer));
        process.exit();
      });`;
    const { stdout } = await run(process.execPath, ['-e', script], {
      cwd: folder,
      env: { [VARIABLES.codeFolder]: folder },
    });
    expect(JSON.parse(stdout)).toEqual({ v: 1, results: [] });
  });

  test('of the runner knows neither AWS nor its SDK', async () => {
    await buildRunner(folder, OF_THIS_MACHINE);
    for (const file of ['index.js', 'child.js']) {
      expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/aws-sdk|amazonaws|AWS4-HMAC/i);
    }
  });

  test.each(['function', 'process'] as const)(
    'is the same, byte for byte, when it is built again for the runner "%s"',
    async (runner) => {
      const options = { architecture: OF_THIS_MACHINE, runner, release: '' };
      await buildAssets(join(folder, 'first'), options);
      await buildAssets(join(folder, 'second'), options);
      const [first, second] = [await filesIn(join(folder, 'first')), await filesIn(join(folder, 'second'))];
      expect(second).toEqual(first);
    },
  );

  test('of all but the runner is small, CommonJS wherever it is put, and has no child', async () => {
    const options = { architecture: OF_THIS_MACHINE, runner: 'function', release: '' } as const;
    const { runner: _, ...others } = await buildAssets(folder, options);
    for (const asset of Object.values(others)) {
      const files = await filesIn(asset);
      expect([...files.keys()].sort()).toEqual(['index.js', 'package.json']);
      expect(bytesOf(files)).toBeLessThan(MAX_OTHER_BYTES);
      expect(JSON.parse(await readFile(join(asset, 'package.json'), 'utf8'))).toEqual({ type: 'commonjs' });
    }
  });

  test('names its release, and so changes with it', async () => {
    await buildAssets(folder, { architecture: OF_THIS_MACHINE, runner: 'function', release: 'v1.2.3' });
    for (const stage of ['router', 'dispatcher', 'dead-letters', 'rejected-events', 'runner']) {
      expect(await readFile(join(folder, stage, 'index.js'), 'utf8')).toContain('/* v1.2.3 */');
    }
  });
});

function buildRunner(folder: string, architecture: Architecture): Promise<void> {
  return buildAssetWithChild(folder, RUNNER, { architecture, release: '' });
}

interface File {
  readonly bytes: number;
  readonly hash: string;
}

/** All files in a folder, by their paths in it. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, File>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => {
    const content = await readFile(file);
    const hash = createHash('sha256').update(content).digest('hex');
    return [file.slice(folder.length + 1), { bytes: content.length, hash }] as const;
  });
  return new Map(await Promise.all(read));
}

function bytesOf(files: ReadonlyMap<string, File>): number {
  return [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
}
