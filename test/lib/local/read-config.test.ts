import { expect, test } from '@jest/globals';
import { readConfig } from '../../../lib/local/read-config.ts';
import { TemporaryFolder } from '../cli/temporary-folder.ts';

test('readConfig() gives the config, and the folder that its paths start from', async () => {
  await using folder = await TemporaryFolder.make({ 'a/c.json': '\ufeff{"sources":[],"destinations":[]}' });
  await expect(readConfig(`${folder.path}/a/c.json`)).resolves.toEqual({
    config: { sources: [], destinations: [], allowPrivateNetwork: [] },
    folder: `${folder.path}/a`,
  });
});

test('readConfig() says where a file stops being JSON, and quotes nothing of it', async () => {
  await using folder = await TemporaryFolder.make({ 'c.json': '{\n  "sources": [],\n  "apiKey": secret }' });
  const error: unknown = await readConfig(`${folder.path}/c.json`).catch((each: unknown) => each);
  expect(String(error)).toMatch(/Cannot use ".*c\.json": it is not JSON, line 3, column 13: /);
});

test('readConfig() names every problem of a file', async () => {
  await using folder = await TemporaryFolder.make({ 'c.json': { sources: 1, destinations: [], x: 1 } });
  await expect(readConfig(`${folder.path}/c.json`)).rejects.toThrow(
    [
      `Cannot use "${folder.path}/c.json":`,
      '  sources: must be an array, is a number',
      '  x: is unknown, use sources, destinations, allowPrivateNetwork',
    ].join('\n'),
  );
});

test.each([
  ['that is not there', 'nowhere.json', 'it does not exist'],
  ['that is a folder', '.', 'it is not a file'],
])('readConfig() says of a file %s what it is', async (_, name, reason) => {
  await using folder = await TemporaryFolder.make();
  await expect(readConfig(`${folder.path}/${name}`)).rejects.toThrow(reason);
});
