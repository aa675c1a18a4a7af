import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { PlatformState } from '../../../lib/local/platform-state.ts';
import { findPlatform, removeState, writeState } from '../../../lib/local/platform-state.ts';
import { TemporaryFolder } from '../cli/temporary-folder.ts';

const STATE: PlatformState = {
  endpoint: 'http://127.0.0.1:4577',
  region: 'us-east-1',
  accessKeyId: 'sluice',
  secretAccessKey: 'sluice',
  eventsQueueUrl: 'http://127.0.0.1:4577/0/events',
  deliveriesQueueUrl: 'http://127.0.0.1:4577/0/deliveries',
  bucket: 'sluice',
  table: 'registry',
};

describe('findPlatform()', () => {
  test('finds what writeState() wrote, until it is removed', async () => {
    await using folder = await TemporaryFolder.make();
    expect(await findPlatform(folder.path)).toBeNull();
    await writeState(folder.path, STATE);
    expect(await findPlatform(folder.path)).toMatchObject({ ...STATE, pid: process.pid });
    await removeState(folder.path);
    expect(await findPlatform(folder.path)).toBeNull();
  });

  test('passes over the state of a process that is gone', async () => {
    const gone = spawn(process.execPath, ['--version']);
    await once(gone, 'close');
    await using folder = await TemporaryFolder.make();
    await folder.write('platform.json', { v: 1, pid: gone.pid, identity: 'any', ...STATE });
    expect(await findPlatform(folder.path)).toBeNull();
  });

  test('passes over the state of a process whose id another one has now', async () => {
    await using folder = await TemporaryFolder.make();
    await writeState(folder.path, STATE);
    const state = JSON.parse(await readFile(join(folder.path, 'platform.json'), 'utf8')) as object;
    await folder.write('platform.json', { ...state, identity: 'of another time' });
    expect(await findPlatform(folder.path)).toBeNull();
  });

  test.each([
    ['no JSON', '{'],
    ['another version', { v: 2, pid: 1 }],
    ['no object', [1]],
  ])('passes over a state that is %s', async (_, content) => {
    await using folder = await TemporaryFolder.make({ 'platform.json': content });
    expect(await findPlatform(folder.path)).toBeNull();
  });
});

test('writeState() lets nobody but the owner read the keys', async () => {
  await using folder = await TemporaryFolder.make();
  await writeState(folder.path, STATE);
  const { mode } = await stat(join(folder.path, 'platform.json'));
  expect(mode & 0o777).toBe(0o600);
});
