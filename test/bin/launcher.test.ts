import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { ROOT, runSluice } from '../lib/cli/run-sluice.ts';
import { TemporaryFolder } from '../lib/cli/temporary-folder.ts';

const LAUNCHER = join(ROOT, 'bin/sluice.js');
/** Another Node of this machine, older than ours as a rule; ours where there is no other. */
const OTHER_NODE =
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .find((path) => !path.includes('node_modules') && existsSync(path)) ?? process.execPath;

/** What the launcher finds in a folder of its own, which asks for another Node than any there is. */
async function aPackage({ entry, pinned }: { readonly entry: string; readonly pinned: boolean }) {
  const folder = await TemporaryFolder.make({
    'package.json': { type: 'module', engines: { node: '>=1000.0.0 <1001' } },
    'bin/sluice.ts': entry,
  });
  await cp(LAUNCHER, join(folder.path, 'bin/sluice.js'));
  if (!pinned) return folder;
  await folder.write('node_modules/node/package.json', { name: 'node', version: '1000.0.0' });
  await mkdir(join(folder.path, 'node_modules/node/bin'));
  await symlink(process.execPath, join(folder.path, 'node_modules/node/bin/node'));
  return folder;
}

function launch(folder: TemporaryFolder, args: readonly string[] = []) {
  return runSluice(args, { cwd: folder.path, entry: join(folder.path, 'bin/sluice.js'), node: OTHER_NODE });
}

describe('bin/sluice.js', () => {
  test('runs the CLI from the checkout, under the Node that is on the PATH', async () => {
    const { status, stdout } = await runSluice(['--help'], { entry: LAUNCHER, node: OTHER_NODE });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining('Usage: sluice <verb>'),
    });
  });

  test('is what "npx sluice" runs in the checkout, with no registry to ask', async () => {
    await using cache = await TemporaryFolder.make();
    const env = { ...process.env, npm_config_cache: cache.path, npm_config_registry: 'http://127.0.0.1:1' };
    const npx = spawn('npx', ['sluice', '--help'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'ignore'] });
    expect(await text(npx.stdout)).toContain('Usage: sluice <verb>');
  });

  test('runs the pinned Node with all arguments, and ends with its status', async () => {
    const entry = 'console.log(process.argv.slice(2).join()); process.exitCode = 7;';
    await using folder = await aPackage({ entry, pinned: true });
    expect(await launch(folder, ['a', '--b', 'c d'])).toMatchObject({
      status: 7,
      stdout: 'a,--b,c d\n',
      stderr: '',
    });
  });

  test('ends by the signal that ended the pinned Node', async () => {
    const entry = "process.kill(process.pid, 'SIGKILL');";
    await using folder = await aPackage({ entry, pinned: true });
    expect(await launch(folder)).toMatchObject({ status: null, signal: 'SIGKILL' });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('hands %s on', async (signal) => {
    const entry = `
      process.on('${signal}', () => process.exit(9));
      setInterval(() => {}, 1000);
      console.log('ready');`;
    await using folder = await aPackage({ entry, pinned: true });
    const launcher = spawn(OTHER_NODE, [join(folder.path, 'bin/sluice.js')]);
    await once(launcher.stdout, 'data');
    launcher.kill(signal);
    expect(await once(launcher, 'close')).toEqual([9, null]);
  });

  // It went on alone, and nothing else could start on its folder.
  test('takes the command along when it is killed', async () => {
    await using folder = await TemporaryFolder.make({
      'sluice.local.json': { sources: [], destinations: [] },
    });
    const launcher = spawn(OTHER_NODE, [LAUNCHER, 'up', '--json', '--port', '0'], { cwd: folder.path });
    await once(launcher.stdout, 'data');
    launcher.kill('SIGKILL');
    await once(launcher, 'close');
    const { status } = await runSluice(['dead-letters', 'list'], { cwd: folder.path });
    expect(status).toBe(2);
  });

  test('says which Node it needs where none is installed beside it', async () => {
    await using folder = await aPackage({ entry: '', pinned: false });
    const { status, stdout, stderr } = await launch(folder);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Cannot run sluice: it needs Node >=1000\.0\.0 <1001, this is v\d+\.\d+\.\d+\nRun "npm ci" /,
    );
  });
});

test('bin/sluice.ts stops when the shell that npm runs it in is gone', async () => {
  await using folder = await TemporaryFolder.make({ 'sluice.local.json': { sources: [], destinations: [] } });
  const command = `'${process.execPath}' '${join(ROOT, 'bin/sluice.ts')}' up --json --port 0; true`;
  const env = { ...process.env, npm_command: 'exec' };
  const shell = spawn('sh', ['-c', command], { cwd: folder.path, env });
  const said = text(shell.stderr);
  await once(shell.stdout, 'data');
  shell.kill('SIGTERM');
  expect(await said).toBe('Stopping\n');
});
