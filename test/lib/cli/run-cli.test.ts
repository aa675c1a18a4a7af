import { describe, expect, test } from '@jest/globals';
import { runSluice } from './run-sluice.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const VERBS = ['up', 'send', 'dead-letters', 'invoke'];

describe('sluice', () => {
  test('lists its verbs on --help', async () => {
    const { status, stdout, stderr } = await runSluice(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const verb of VERBS) expect(stdout).toContain(`\n  ${verb} `);
  });

  test.each(VERBS)('says what "%s" takes on its --help', async (verb) => {
    const { status, stdout, stderr } = await runSluice([verb, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: sluice ${verb} `));
  });

  test.each([
    ['no verb', [], 'Usage: sluice <verb>'],
    [
      'a verb that there is not',
      ['pu'],
      'Cannot run "sluice pu": there is no such verb\nRun "sluice --help"',
    ],
    [
      'an option that a verb does not have',
      ['up', '--prot', '1'],
      'unknown option "--prot"\nRun "sluice up --help"',
    ],
    ['an option without its value', ['up', '--port'], 'option "--port <value>" argument missing\n'],
    ['an argument too many', ['up', 'x'], 'argument "x" is one too many\n'],
    [
      'a port that is none',
      ['up', '--port', '99999'],
      '--port must be a number from 0 to 65535, is "99999"\n',
    ],
    ['dead-letters without a verb of its own', ['dead-letters'], 'list, show or redrive?\n'],
    ['a redrive of nothing', ['dead-letters', 'redrive'], 'redrive takes ids or --all\n'],
    ['a redrive of some and all', ['dead-letters', 'redrive', 'a', '--all'], 'redrive takes ids or --all\n'],
    ['dead letters of half a deployment', ['dead-letters', 'list', '--bucket', 'b'], '--table is missing\n'],
    ['an invoke of nothing', ['invoke'], 'the function to run is missing\n'],
  ])('answers %s with the next step, and 2', async (_, args, message) => {
    const { status, stdout, stderr } = await runSluice(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test.each([
    ['send', ['send', '--write-key', 'k']],
    ['dead-letters', ['dead-letters', 'list', '--json']],
  ])('"%s" says where it looked for a platform that does not run', async (_, args) => {
    await using folder = await TemporaryFolder.make();
    const { status, stdout, stderr } = await runSluice([...args, '--data', folder.path], {
      stdin: '{"type":"page"}',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr:
        `Cannot find a running platform: none runs on "${folder.path}"\n` +
        'Start one with "sluice up", or name the folder of the one that runs with --data\n',
    });
  });

  test('"up" names what is wrong in the config, and starts nothing', async () => {
    await using folder = await TemporaryFolder.make({
      'sluice.local.json': { sources: [], destination: [] },
    });
    const { status, stdout, stderr } = await runSluice(['up', '--json'], { cwd: folder.path });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(
      '  destinations: is missing\n  destination: is unknown, use sources, destinations,',
    );
  });
});
