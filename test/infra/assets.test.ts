import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Architecture } from '../../lib/infra/assets/architecture.ts';
import { buildAssets } from '../../lib/infra/assets/build-assets.ts';
import { buildDispatcherAsset } from '../../lib/infra/assets/build-dispatcher-asset.ts';

const run = promisify(execFile);
const OF_THIS_MACHINE: Architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
/** Some 3 MB; a second binary, or a package that isn't shaken, would show. */
const MAX_DISPATCHER_BYTES = 3.5 * 1024 * 1024;
const MAX_OTHER_BYTES = 1.2 * 1024 * 1024;

describe("the functions' code", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-assets-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test.each([
    ['arm64', 'linux-arm64'],
    ['x86_64', 'linux-x64'],
  ] as const)('of the dispatcher has the one binary for %s', async (architecture, platform) => {
    await buildDispatcherAsset(folder, architecture);
    const files = await filesIn(folder);
    expect([...files.keys()].filter((file) => file.endsWith('.node'))).toEqual([
      `node_modules/isolated-vm/prebuilds/${platform}/isolated-vm.abi137.glibc.node`,
    ]);
    expect(bytesOf(files)).toBeLessThan(MAX_DISPATCHER_BYTES);
  });

  test('of the dispatcher has no binary of an earlier build', async () => {
    await buildDispatcherAsset(folder, 'x86_64');
    await buildDispatcherAsset(folder, 'arm64');
    const files = await filesIn(folder);
    expect([...files.keys()].filter((file) => file.endsWith('.node'))).toHaveLength(1);
  });

  test('of the dispatcher finds its binary from where it stands, and makes an isolate with it', async () => {
    await buildDispatcherAsset(folder, OF_THIS_MACHINE);
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

  test('of all stages is the same, byte for byte, when it is built again', async () => {
    const options = { architecture: OF_THIS_MACHINE, release: '' };
    await buildAssets(join(folder, 'first'), options);
    await buildAssets(join(folder, 'second'), options);
    const [first, second] = [await filesIn(join(folder, 'first')), await filesIn(join(folder, 'second'))];
    expect(second).toEqual(first);
  });

  test('of all stages is small, and CommonJS wherever it is put', async () => {
    const { dispatcher: _, ...others } = await buildAssets(folder, {
      architecture: OF_THIS_MACHINE,
      release: '',
    });
    for (const asset of Object.values(others)) {
      const files = await filesIn(asset);
      expect([...files.keys()].sort()).toEqual(['index.js', 'package.json']);
      expect(bytesOf(files)).toBeLessThan(MAX_OTHER_BYTES);
      expect(JSON.parse(await readFile(join(asset, 'package.json'), 'utf8'))).toEqual({ type: 'commonjs' });
    }
  });

  test('names its release, and so changes with it', async () => {
    await buildAssets(folder, { architecture: OF_THIS_MACHINE, release: 'v1.2.3' });
    for (const stage of ['router', 'dispatcher', 'dead-letters', 'rejected-events']) {
      expect(await readFile(join(folder, stage, 'index.js'), 'utf8')).toContain('/* v1.2.3 */');
    }
  });
});

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
