import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import { MODULE_GLOBAL_NAMES } from '../../../runtime/bundle/module-globals.ts';
import { VENDOR_NAMES } from '../../../runtime/bundle/vendor-clients.ts';
import { MAX_PROGRAM_BYTES } from '../../../runtime/contract/program.ts';
import { refusalOf, SourceFolder } from './sources.ts';

/** The libraries that come with a file's program, by their packages. */
async function librariesOf(
  fileName: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  await using folder = await SourceFolder.create(files);
  const { libraries = [] } = await buildProgram(folder.file(fileName));
  return libraries.map(({ name }) => name);
}

async function messageFor(fileName: string, files: Readonly<Record<string, string>>): Promise<string> {
  await using folder = await SourceFolder.create(files);
  return (await refusalOf(folder.file(fileName))).message;
}

describe('a program that names module globals', () => {
  test('comes with the libraries that it names, and its own code stays as it is', async () => {
    const code = 'async function onTrack(event) { return _.get(event, "x") + typeof moment; }';
    await using folder = await SourceFolder.create({ 'crm.js': code });
    const program = await buildProgram(folder.file('crm.js'));
    expect(program.code).toBe(code);
    expect(program.libraries?.map(({ name }) => name)).toEqual(['lodash', 'moment-timezone']);
  });

  test('has no libraries, nor a member for them, where it names none', async () => {
    const code = 'async function onTrack({ moment }) { return [1].map((_) => _ + moment.xml2js); }';
    await using folder = await SourceFolder.create({ 'crm.js': code });
    expect(Object.keys(await buildProgram(folder.file('crm.js')))).toEqual([
      'kind',
      'code',
      'fileName',
      'manifest',
    ]);
  });

  test('may be TypeScript, or a module with files of its own', async () => {
    expect(
      await librariesOf('crm.ts', {
        'crm.ts': 'declare const xml: (data: object) => string; async function onTrack() { return xml({}); }',
      }),
    ).toEqual(['xml']);
    expect(
      await librariesOf('index.mjs', {
        'index.mjs': 'import { at } from "./time.mjs"; export const onTrack = async () => at();',
        'time.mjs': 'export const at = () => moment().format(); export const unused = () => _.noop();',
      }),
    ).toEqual(['moment-timezone']);
  });

  test("takes no part in what its packages probe for, and bundles the author's own copy instead", async () => {
    const files = {
      'index.mjs':
        'import _ from "lodash"; import { now } from "times"; export const onTrack = async () => _.x + now();',
      'node_modules/lodash/package.json': '{ "name": "lodash", "main": "main.js" }',
      'node_modules/lodash/main.js': 'module.exports = { x: 1 };',
      'node_modules/times/package.json': '{ "name": "times", "main": "main.js" }',
      'node_modules/times/main.js':
        'exports.now = () => (typeof moment === "undefined" ? stripe : moment()) + AWS.config;',
    };
    expect(await librariesOf('index.mjs', files)).toEqual([]);
  });

  test('may hold all of them, whose size is not held against its limit', async () => {
    const names = MODULE_GLOBAL_NAMES.map((name) => `typeof ${name}`).join(' + ');
    const filler = `/*${'x'.repeat(MAX_PROGRAM_BYTES - 1_000)}*/`;
    await using folder = await SourceFolder.create({
      'all.js': `async function onTrack() { return ${names}; } ${filler}`,
    });
    const { libraries = [] } = await buildProgram(folder.file('all.js'));
    expect(libraries).toHaveLength(MODULE_GLOBAL_NAMES.length);
    const bytes = libraries.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
    expect(bytes).toBeLessThan(MAX_PROGRAM_BYTES);
  });
});

describe('a program that names a vendor client', () => {
  test.each(VENDOR_NAMES)('is refused for %s', async (name) => {
    const code = `async function onTrack() {\n  return ${name}.call();\n}`;
    expect(await messageFor('crm.js', { 'crm.js': code })).toContain(`crm.js:2:10: names ${name}, `);
  });

  test('is told what to do instead, once for each client', async () => {
    const code = `const pay = stripe('key'); stripe.version;
      async function onTrack() { new AWS.S3(); }`;
    expect(await messageFor('crm.js', { 'crm.js': code })).toBe(
      [
        'Cannot build "crm.js": 2 problems',
        '  crm.js:2:38: names AWS, the Node client aws-sdk, which does not run in an isolate: call the HTTP API with fetch, signed with crypto.createHmac',
        '  crm.js:1:13: names stripe, the Node client stripe, which does not run in an isolate: call its HTTP API with fetch',
      ].join('\n'),
    );
  });

  test('is pointed to its own file and line, in TypeScript that moves and in modules', async () => {
    const script = 'enum A { B }\n\n\nasync function onTrack() { return [A.B, twilio]; }';
    expect(await messageFor('crm.ts', { 'crm.ts': script })).toMatch(/ crm\.ts:4:41: names twilio, /);
    const files = {
      'index.ts': 'import { send } from "./lib/send"; export const onTrack = async () => send();',
      'lib/send.ts': 'interface A {}\n\nexport function send(a?: A) {\n  return sendgrid.mail.send(a);\n}',
    };
    expect(await messageFor('index.ts', files)).toMatch(/ lib\/send\.ts:4:10: names sendgrid, /);
  });

  test.each([
    ['declares its own', 'function stripe() {} async function onTrack() { return stripe(); }'],
    [
      'takes it as a parameter',
      'async function onTrack() { return pay({}); } function pay(stripe) { stripe.x; }',
    ],
    ['sets it', 'twilio = { send() {} }; async function onTrack() { return twilio.send(); }'],
    ['asks whether it is there', 'async function onTrack() { return typeof AWS === "undefined"; }'],
    [
      'has it as a property or a text',
      'async function onTrack({ google }) { return google["stripe"].AWS; } // jsforce',
    ],
  ])('is built when it %s', async (_, code) => {
    expect(await librariesOf('crm.js', { 'crm.js': code })).toEqual([]);
  });
});
