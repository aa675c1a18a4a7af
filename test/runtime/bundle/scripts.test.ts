import { readFile, writeFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { BuildError } from '../../../runtime/bundle/build-error.ts';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import { MAX_PROGRAM_BYTES } from '../../../runtime/contract/program.ts';
import { buildFixture, fixture, refusalOf, refusalOfFixture, SourceFolder } from './sources.ts';

describe('buildProgram() with a script', () => {
  test.each([
    'script-track.js',
    'script-sloppy.js',
    'script-hashbang.js',
    'script-wrapped.js',
    'script-conditional.js',
    'script-computed-handlers.js',
    'script-dynamic-import.js',
  ])('leaves %s byte for byte as it is', async (name) => {
    const program = await buildFixture(name);
    expect(program.kind).toBe('script');
    expect(program.code).toBe(await readFile(fixture(name), 'utf8'));
    expect(program.fileName).toBe(name);
  });

  test('takes a handler that is set on the global object, whatever it is called by', async () => {
    const code = "this['on' + 'Track'] = async () => {};";
    await using folder = await SourceFolder.create({ 'crm.js': code });
    expect((await buildProgram(folder.file('crm.js'))).code).toBe(code);
  });

  test('keeps a byte order mark and carriage returns', async () => {
    const code = '\ufeffasync function onTrack() {\r\n}\r\n';
    await using folder = await SourceFolder.create({ 'crm.js': code });
    expect((await buildProgram(folder.file('crm.js'))).code).toBe(code);
  });

  test('replaces types by blanks, so that every position stays', async () => {
    const [{ kind, code }, source] = await Promise.all([
      buildFixture('script-types.ts'),
      readFile(fixture('script-types.ts'), 'utf8'),
    ]);
    expect(kind).toBe('script');
    expect(code).toHaveLength(source.length);
    expect(code.indexOf('Number(')).toBe(source.indexOf('Number('));
    const event = '{ properties: { total: 6 } }';
    await expect(runInNewContext(`${code}; onTrack(${event}, { factor: '7' })`)).resolves.toBe(42);
  });

  test('compiles what TypeScript leaves code behind for', async () => {
    const { kind, code } = await buildFixture('script-enum.ts');
    expect(kind).toBe('script');
    await expect(runInNewContext(`${code}; onGroup()`)).resolves.toBe(7);
  });

  test('takes a file for a script whose only import is of types', async () => {
    const { kind, code } = await buildFixture('script-type-import.ts');
    expect(kind).toBe('script');
    await expect(runInNewContext(`${code}; onTrack({ total: 5 })`)).resolves.toBe(5);
  });

  test.each([
    ['script-syntax-error.js', "script-syntax-error.js:2:33: Unexpected token ';'"],
    ['script-unfinished.js', 'script-unfinished.js:3:1: Unexpected end of input'],
    ['script-top-level-await.js', 'script-top-level-await.js:1:16: await is only valid in async functions'],
    ['syntax-error.ts', 'syntax-error.ts:2:16: unexpected "="'],
  ])('refuses %s at its place', async (name, message) => {
    const error = await refusalOfFixture(name);
    expect(error.message).toBe(`Cannot build "${name}": ${message}`);
    expect(error.code).toBe('invalid');
  });

  test.each([
    ['no-handler.js', 'no-handler.js:1:1: defines no handler: declare at least one of onIdentify, onTrack,'],
    ['near-miss-letters.js', 'near-miss-letters.js:3:18: defines no handler'],
    ['near-miss-letters.js', 'did you mean onTrack by onTracked?'],
    ['near-miss-case.js', 'near-miss-case.js:1:16: defines no handler'],
  ])('refuses %s, which defines no handler: %#', async (name, message) => {
    expect((await refusalOfFixture(name)).message).toContain(message);
  });

  test('points into TypeScript that moves when it is compiled', async () => {
    const code = 'enum Plan {\n  Free,\n}\n\nasync function onTracked() {\n  return Plan.Free;\n}';
    await using folder = await SourceFolder.create({ 'crm.ts': code });
    expect((await refusalOf(folder.file('crm.ts'))).message).toMatch(
      /crm\.ts:5:16: defines no handler.*did you mean onTrack by onTracked\?$/,
    );
  });

  test('refuses code over the limit with both numbers', async () => {
    const code = `async function onTrack() {} //${'x'.repeat(MAX_PROGRAM_BYTES)}`;
    await using folder = await SourceFolder.create({ 'big.js': code });
    expect((await refusalOf(folder.file('big.js'))).message).toBe(
      `Cannot build "big.js": big.js: the built code is ${code.length} bytes, the limit is ${MAX_PROGRAM_BYTES}`,
    );
  });

  test('refuses a file that is no text, too large to be read, or no source file', async () => {
    await using folder = await SourceFolder.create({
      'bytes.js': Uint8Array.of(0x6f, 0xff, 0xfe),
      'dump.js': ' '.repeat(5 * 1024 * 1024),
      'notes.txt': 'onTrack',
    });
    const messages = await Promise.all(
      ['bytes.js', 'dump.js', 'notes.txt', 'gone.js'].map(async (name) => refusalOf(folder.file(name))),
    );
    expect(messages.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'unreadable Cannot build "bytes.js": bytes.js: is not UTF-8 text',
      'unreadable Cannot build "dump.js": dump.js: is 5242880 bytes, the limit of a source file is 4194304',
      'unreadable Cannot build "notes.txt": notes.txt: is not a source file, use one of .ts, .mts, .cts, .js, .mjs, .cjs',
      'unreadable Cannot build "gone.js": gone.js: does not exist',
    ]);
  });

  test('refuses code that is nested too deeply to be compiled', async () => {
    await using folder = await SourceFolder.create({ 'deep.js': '('.repeat(500_000) });
    expect((await refusalOf(folder.file('deep.js'))).message).toContain('deep.js:1:1: is nested too deeply');
  });

  test('either leaves any text as it is, or refuses it at a place', async () => {
    await using folder = await SourceFolder.create({});
    const piece = fc.oneof(
      fc.constantFrom('onTrack', '=', '(', ')', '{', '}', '`', '${', "'", '"', '/', '//', '/*', '*/', '\\'),
      fc.constantFrom('\n', '\r\n', '\u2028', 'import', 'export', 'await', 'with', '010', 'let', 'async'),
      fc.constantFrom(' ', ';', '[', ']', 'on', '<!--', '#!', '?.', 'é', '😀', 'return'),
      fc.string({ maxLength: 6 }).map((text) => text.toWellFormed()),
    );
    const statement = fc.oneof(
      fc.constantFrom('function onTrack() {}', 'onPage = 1', 'with (self) { x = 010 }', 'a = b / c / d'),
      fc.constantFrom(
        '/[/"`]/.test(x)',
        '`${`onTrack ${"}"}`}`',
        'if (x) /`/.exec(y)',
        '// onTrack',
        '/* ` */',
      ),
      fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join('')),
    );
    const script = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.array(statement, { maxLength: 5 }).map((statements) => statements.join(';\n')),
    );
    let built = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), script, async (id, code) => {
        const name = `any-${id}.js`;
        await writeFile(folder.file(name), code);
        try {
          const program = await buildProgram(folder.file(name));
          if (program.kind === 'script') expect(program.code).toBe(code);
          built += 1;
        } catch (error) {
          if (!(error instanceof BuildError)) throw error;
          const [problem] = error.problems;
          const lines = code.split(/\r\n|[\n\r\u2028\u2029]/);
          expect(problem?.position?.line).toBeLessThanOrEqual(lines.length);
          expect(problem?.position?.column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 300, seed: 20261124, endOnFailure: true },
    );
    expect(built).toBeGreaterThan(20);
  });
});
