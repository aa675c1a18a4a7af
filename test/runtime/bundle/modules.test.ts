import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import { MAX_PROGRAM_BYTES, MODULE_VARIABLE } from '../../../runtime/contract/program.ts';
import { buildFixture, refusalOf, refusalOfFixture, SourceFolder } from './sources.ts';

type Exports = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Runs built code as the sandbox does: in a function of its own, which returns the module's variable. */
function load(code: string): Exports {
  return runInNewContext(`(function () { ${code}\nreturn ${MODULE_VARIABLE}; })()`) as Exports;
}

describe('buildProgram() with a module', () => {
  test('bundles its own files, TypeScript and JSON among them', async () => {
    const program = await buildFixture('own-files');
    expect(program.kind).toBe('module');
    expect(program.fileName).toBe('src/main.ts');
    const { onTrack, onBatch } = load(program.code);
    await expect(onTrack?.({ properties: { plan: 'paid' } })).resolves.toBe('7 EUR');
    await expect(onBatch?.([1, 2])).resolves.toBe(2);
    expect(onTrack?.name).toBe('onTrack');
  });

  test('bundles npm packages of the function, by the files that they offer to browsers', async () => {
    await using folder = await SourceFolder.create({
      'index.mjs': `import { post } from 'acme-client'; import old from 'acme-old';
        export const onTrack = async () => [post(), old.name, process.env.NODE_ENV];`,
      'destination.json': '{ "name": "With Packages" }',
      'node_modules/acme-client/package.json':
        '{ "name": "acme-client", "exports": { ".": { "node": "./node.js", "browser": "./browser.js" } } }',
      'node_modules/acme-client/node.js': 'import http from "node:http"; export const post = () => http;',
      'node_modules/acme-client/browser.js': 'export const post = () => "posted"',
      'node_modules/acme-old/package.json':
        '{ "name": "acme-old", "main": "./main.js", "browser": { "fs": false } }',
      'node_modules/acme-old/main.js':
        'const fs = require("fs"); exports.name = "old " + typeof fs.readFile;',
    });
    const { code } = await buildProgram(folder.path);
    await expect(load(code).onTrack?.()).resolves.toEqual(['posted', 'old undefined', 'production']);
  });

  test('takes a default export, and handlers that another file defines', async () => {
    expect(load((await buildFixture('default-export.mjs')).code).default).toHaveProperty('onTrack');
    expect(load((await buildFixture('reexported.mjs')).code)).toHaveProperty('onTrack');
  });

  test('says what to do instead of importing modules of Node', async () => {
    expect((await refusalOfFixture('imports-node.ts')).message).toBe(
      [
        'Cannot build "imports-node.ts": 2 problems',
        '  imports-node.ts:1:30: cannot import "node:fs": a function has no modules of Node, import a JSON file instead of reading it',
        '  imports-node.ts:2:19: cannot import "https": a function has no modules of Node, call fetch',
      ].join('\n'),
    );
  });

  test('points at each import that leads nowhere, in columns of characters', async () => {
    expect((await refusalOfFixture('imports-missing.js')).message).toBe(
      [
        'Cannot build "imports-missing.js": 2 problems',
        `  imports-missing.js:1:38: cannot import "acme-client": the package is not installed, or has no such entry; run npm install in the function's folder`,
        '  imports-missing.js:2:23: cannot import "./total.js": there is no such file',
      ].join('\n'),
    );
  });

  test('refuses remote code', async () => {
    expect((await refusalOfFixture('imports-remote.js')).message).toContain(
      'imports-remote.js:1:22: cannot import "https://cdn.acme.example/client.js": remote code is not bundled',
    );
  });

  test('points into the source at what only V8 refuses', async () => {
    expect((await refusalOfFixture('module-bad-pattern.ts')).message).toMatch(
      /module-bad-pattern\.ts:6:10: Invalid regular expression.*Duplicate capture group name$/,
    );
  });

  test.each([
    ['module-near-miss.ts', 'module-near-miss.ts:5:19: defines no handler'],
    ['module-near-miss.ts', 'did you mean onIdentify by onIdentity?'],
    ['module-unexported.js', 'module-unexported.js:3:16: exports no handler: onTrack is not exported'],
  ])('refuses %s: %#', async (name, message) => {
    expect((await refusalOfFixture(name)).message).toContain(message);
  });

  test('refuses a bundle over the limit with both numbers, and a file that is too large to be read', async () => {
    await using folder = await SourceFolder.create({
      'big.mjs': 'import { text } from "./text.mjs"; export async function onTrack() { return text; }',
      'text.mjs': `export const text = '${'x'.repeat(MAX_PROGRAM_BYTES)}';`,
      'huge.mjs': 'import text from "./text.json"; export async function onTrack() { return text; }',
      'text.json': JSON.stringify('x'.repeat(5 * 1024 * 1024)),
    });
    expect((await refusalOf(folder.file('big.mjs'))).message).toMatch(
      /big\.mjs: the built code is 10\d{5} bytes, the limit is 1048576$/,
    );
    expect((await refusalOf(folder.file('huge.mjs'))).message).toMatch(
      /text\.json is 5242882 bytes, the limit of a source file is 4194304$/,
    );
  });
});
