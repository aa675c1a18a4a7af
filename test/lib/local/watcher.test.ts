import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fingerprintFile, fingerprintFunction } from '../../../lib/local/fingerprint.ts';
import { Watcher } from '../../../lib/local/watcher.ts';
import { TemporaryFolder } from '../cli/temporary-folder.ts';

const CODE = 'async function onTrack() {}\n';

/** Watches `name` of a folder, and says how often a look saw a change. */
async function watch(folder: TemporaryFolder, name: string) {
  const watcher = new Watcher();
  const path = join(folder.path, name);
  let changes = 0;
  await watcher.watch(name, {
    fingerprint: () => fingerprintFunction(path),
    onChange: async () => {
      changes += 1;
    },
  });
  return {
    watcher,
    look: async () => {
      await watcher.check();
      return changes;
    },
  };
}

describe('Watcher', () => {
  test('says once that a file has changed', async () => {
    await using folder = await TemporaryFolder.make({ 'f.js': CODE });
    const { look } = await watch(folder, 'f.js');
    expect(await look()).toBe(0);
    await folder.write('f.js', `${CODE}// changed`);
    expect([await look(), await look()]).toEqual([1, 1]);
  });

  test.each([
    ['a file of the folder', (folder: TemporaryFolder) => folder.write('f/index.ts', `${CODE}//`)],
    ['the manifest', (folder: TemporaryFolder) => folder.write('f/destination.json', '{}')],
    ['a file in a folder below', (folder: TemporaryFolder) => folder.write('f/lib/a.ts', 'export {}')],
    ['a file that is gone', (folder: TemporaryFolder) => rm(join(folder.path, 'f/index.ts'))],
    [
      'a file put in place by an editor',
      async (folder: TemporaryFolder) =>
        rename(await folder.write('draft', CODE), join(folder.path, 'f/index.ts')),
    ],
  ])('sees %s', async (_, change) => {
    await using folder = await TemporaryFolder.make({
      'f/index.ts': CODE,
      'f/destination.json': '{"name":"f"}',
      'f/lib/a.ts': '',
    });
    const { look } = await watch(folder, 'f');
    await change(folder);
    expect(await look()).toBe(1);
  });

  test('sees what a single file imports from beside it, and one that was not there', async () => {
    await using folder = await TemporaryFolder.make();
    const { look } = await watch(folder, 'f.mjs');
    await folder.write('f.mjs', CODE);
    expect(await look()).toBe(1);
    await folder.write('helper.mjs', CODE);
    expect(await look()).toBe(2);
  });

  test('leaves out installed packages and hidden folders', async () => {
    await using folder = await TemporaryFolder.make({ 'f/index.ts': CODE });
    const { look } = await watch(folder, 'f');
    await folder.write('f/node_modules/x/index.js', '');
    await folder.write('f/.git/config.json', '');
    expect(await look()).toBe(0);
  });

  test('looks by itself once it is started, until it is disposed of', async () => {
    await using folder = await TemporaryFolder.make({ 'f.json': '1' });
    const path = join(folder.path, 'f.json');
    const watcher = new Watcher();
    const changed = Promise.withResolvers<void>();
    await watcher.watch('f', {
      fingerprint: () => fingerprintFile(path),
      onChange: async () => changed.resolve(),
    });
    watcher.start();
    await folder.write('f.json', '12');
    await changed.promise;
    await watcher.dispose();
  });

  test('forgets what it is told to', async () => {
    await using folder = await TemporaryFolder.make({ 'f.js': CODE });
    const { watcher, look } = await watch(folder, 'f.js');
    watcher.unwatch('f.js');
    await folder.write('f.js', `${CODE}// changed`);
    expect(await look()).toBe(0);
  });
});
