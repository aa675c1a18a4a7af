import { symlink } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import { normalizeHost } from '../../../runtime/bundle/normalize-host.ts';
import { buildFixture, refusalOf, refusalOfFixture, SourceFolder } from './sources.ts';

describe('buildProgram() and the manifest', () => {
  test('fills in what destination.json leaves out', async () => {
    expect((await buildFixture('own-files')).manifest).toEqual({
      name: 'Own Files',
      description: '',
      entry: 'src/main.ts',
      settings: [
        {
          name: 'apiKey',
          label: 'API key',
          description: '',
          type: 'string',
          required: true,
          sensitive: true,
        },
        {
          name: 'labels',
          label: 'labels',
          description: '',
          type: 'text_map',
          required: false,
          sensitive: false,
        },
      ],
      limits: { timeoutMs: 9_000, cpuMs: 500, memoryMb: 128 },
      batch: { maxCount: 20 },
      egress: ['api.acme.example', '*.xn--bcher-kva.example'],
    });
  });

  test('is made up from the name of a single file', async () => {
    expect((await buildFixture('script-track.js')).manifest).toEqual({
      name: 'script-track',
      description: '',
      entry: 'script-track.js',
      settings: null,
      limits: { timeoutMs: 5_000, cpuMs: 500, memoryMb: 128 },
      batch: { maxCount: 20 },
      egress: null,
    });
  });

  test('beside a file is the one of its entry alone', async () => {
    await using folder = await SourceFolder.create({
      'destination.json': '{ "name": "Acme CRM" }',
      'index.js': 'async function onTrack() {}',
      'other.js': 'async function onTrack() {}',
    });
    expect((await buildProgram(folder.file('index.js'))).manifest.name).toBe('Acme CRM');
    expect((await buildProgram(folder.file('other.js'))).manifest.name).toBe('other');
  });

  test('names every member that is wrong, with its place and a hint', async () => {
    const { message, code } = await refusalOfFixture('manifest-unknown');
    expect(code).toBe('unreadable');
    expect(message.split('\n').sort()).toEqual([
      '  destination.json:10:14: batch.maxCount: must be a whole number from 1 to 400, is 1.5',
      '  destination.json:11:14: egress[0]: must be a host name without scheme, port or path, as api.acme.example or *.acme.example, is "https://api.acme.example/v1"',
      '  destination.json:3:15: limits.timeoutMS: is unknown, did you mean timeoutMs?',
      '  destination.json:3:33: limits.cpuMs: must be a whole number from 1 to 5000, is 9000',
      '  destination.json:4:3: setings: is unknown, did you mean settings?',
      '  destination.json:6:25: settings[0].type: must be one of string, boolean, array, text_map, is "text"',
      '  destination.json:7:7: settings[1].name: must be a name that code can write: settings.<name>, is "api-key"',
      '  destination.json:8:23: settings[2].name: must be a string, is a number',
      '  destination.json:8:7: settings[2].secret: is unknown, use name, label, description, type, required, sensitive',
      'Cannot build "manifest-unknown": 9 problems',
    ]);
  });

  test.each([
    ['manifest-not-json', 'destination.json:3:11: is not JSON: expected ":" in JSON but found'],
    ['entry-outside', 'destination.json: entry: "../script-track.js" is not inside the folder'],
    ['entry-missing', 'destination.json: entry: is missing, and there is none of index.ts, index.mts,'],
    ['default-handlers', 'destination.json: does not exist, write one with {"name": "…"} into it'],
  ])('refuses the folder %s', async (name, message) => {
    expect((await refusalOfFixture(name)).message).toContain(`Cannot build "${name}": ${message}`);
  });

  test.each([
    ['{ "name": "" }', 'destination.json:1:3: name: must not be empty'],
    ['[]', 'destination.json:1:1: must be an object, is an array'],
    ['{}', 'destination.json:1:1: name: is missing'],
    ['{ "name": "A", "entry": "gone.js" }', 'destination.json: entry: "gone.js" does not exist'],
    ['{ "name": "A", "entry": "." }', 'destination.json: entry: "." is not inside the folder'],
    ['{ "name": "A", "entry": "/etc/hosts" }', 'destination.json: entry: "/etc/hosts"'],
    [
      '{ "name": "A", "settings": [{ "name": "a" }, { "name": "a" }] }',
      'destination.json:1:48: settings[1].name: is the name of another setting already',
    ],
    ['{ "name": "A", "settings": [{ "name": "__proto__" }] }', 'settings[0].name: must be a name'],
    ['', 'destination.json:1:1: is not JSON'],
    ['{ "name": "A" // first\n}', 'destination.json:1:'],
    ['{ name: "A" }', 'destination.json:1:3: is not JSON'],
  ])('refuses the manifest %s', async (json, message) => {
    await using folder = await SourceFolder.create({
      'destination.json': json,
      'index.js': 'async function onTrack() {}',
    });
    expect((await refusalOf(folder.path)).message).toContain(message);
  });

  test('may not name an entry that a link leads out of the folder', async () => {
    await using outside = await SourceFolder.create({ 'secret.js': 'async function onTrack() {}' });
    await using folder = await SourceFolder.create({
      'destination.json': '{ "name": "A", "entry": "in.js" }',
    });
    await symlink(outside.file('secret.js'), folder.file('in.js'));
    expect((await refusalOf(folder.path)).message).toContain('entry: "in.js" leads out of the folder');
  });
});

describe('normalizeHost()', () => {
  test.each([
    ['api.acme.example', 'api.acme.example'],
    ['API.Acme.Example.', 'api.acme.example'],
    ['*.acme.example', '*.acme.example'],
    ['127.0.0.1', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['localhost', 'localhost'],
    ['https://api.acme.example', null],
    ['api.acme.example:443', null],
    ['api.acme.example/v1', null],
    ['user@api.acme.example', null],
    ['*', null],
    ['api.*.example', null],
    ['', null],
    ['a b', null],
  ])('writes %j as %j', (given, host) => {
    expect(normalizeHost(given)).toBe(host);
  });
});
