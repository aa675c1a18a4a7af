import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../../runtime/bundle/build-program.ts';
import { refusalOf, SourceFolder } from './sources.ts';

const HANDLER = 'export async function onTrack() {}';
const OUTSIDE = "it leads out of the function's folder, copy it there or install it as an npm package";

/** A folder with a function in `crm/`, and beside it what the function may not have. */
function aWorkspace(files: Readonly<Record<string, string>>): Promise<SourceFolder> {
  return SourceFolder.create({
    'crm/destination.json': '{ "name": "CRM" }',
    'secret.json': '{ "password": "hunter2" }',
    'crm-other/secret.json': '{ "password": "hunter2" }',
    ...files,
  });
}

describe('a module may import', () => {
  test('npm packages that lie in its folder or above it, and files beyond them that they bring', async () => {
    await using folder = await aWorkspace({
      'crm/index.mjs': `import { a } from 'acme'; import { b } from 'birch/lib/b.js';
        import c from './node_modules/acme/c.json'; export const onTrack = async () => [a, b, c];`,
      'crm/node_modules/acme/package.json': '{ "name": "acme", "main": "main.mjs" }',
      'crm/node_modules/acme/main.mjs': 'export { a } from "./lib/a.mjs";',
      'crm/node_modules/acme/lib/a.mjs': 'export { default as a } from "birch";',
      'crm/node_modules/acme/c.json': '{ "c": "three" }',
      'node_modules/birch/package.json': '{ "name": "birch", "main": "main.cjs" }',
      'node_modules/birch/main.cjs': 'module.exports = "one";',
      'node_modules/birch/lib/b.js': 'exports.b = "two";',
    });
    const { code, sourceMap } = await buildProgram(folder.file('crm'));
    for (const part of ['one', 'two', 'three']) expect(code).toContain(`"${part}"`);
    expect(sourceMap?.sources).toContain('../node_modules/birch/main.cjs');
  });

  test('a package that is a link within its node_modules, as pnpm makes them', async () => {
    await using folder = await aWorkspace({
      'crm/index.mjs': `import a from 'acme'; ${HANDLER} console.log(a);`,
      'node_modules/.store/acme@1.0.0/node_modules/acme/index.js': 'module.exports = "stored";',
    });
    await mkdir(folder.file('crm/node_modules'), { recursive: true });
    await symlink(
      folder.file('node_modules/.store/acme@1.0.0/node_modules/acme'),
      folder.file('crm/node_modules/acme'),
    );
    expect((await buildProgram(folder.file('crm'))).code).toContain('"stored"');
  });

  test('a CommonJS package that strict code would stop', async () => {
    await using folder = await aWorkspace({
      'crm/index.mjs': `import { count } from 'acme'; export const onTrack = async () => count();`,
      'crm/node_modules/acme/index.js':
        'leaked = 41; exports.count = function () { return this.leaked + 1; };',
    });
    const { code } = await buildProgram(folder.file('crm'));
    const { onTrack } = runInNewContext(`${code}; __sluiceModule`) as { onTrack: () => Promise<unknown> };
    await expect(onTrack()).resolves.toBe(42);
  });

  test('what the language of TypeScript leaves code behind for', async () => {
    await using folder = await aWorkspace({
      'crm/index.ts': `namespace Plans { export const paid = 7; }
        enum Plan { Free = 'free' }
        function logged(_method: unknown, { name }: { name: string | symbol }) { names.push(name); }
        const names: unknown[] = [];
        class Acme { constructor(readonly plan: Plan) {} @logged track() { return [Plans.paid, this.plan, names]; } }
        export const onTrack = async (): Promise<unknown> => new Acme(Plan.Free).track();`,
    });
    const { code } = await buildProgram(folder.file('crm'));
    const { onTrack } = runInNewContext(`${code}; __sluiceModule`) as { onTrack: () => Promise<unknown> };
    await expect(onTrack()).resolves.toEqual([7, 'free', ['track']]);
  });
});

describe('a module may not import', () => {
  test.each([
    ['a file above its folder', 'import "../secret.json";', '1:8', '../secret.json'],
    [
      'one that only begins like its folder',
      'import "../crm-other/secret.json";',
      '1:8',
      '../crm-other/secret.json',
    ],
    ['a file by require', `${HANDLER} require("../secret.json");`, '1:44', '../secret.json'],
    ['a file later', `${HANDLER} import("../secret.json");`, '1:43', '../secret.json'],
    ['an absolute path', 'import "/etc/hostname";', '1:8', '/etc/hostname'],
    ['a link', 'import "./link.json";', '1:8', './link.json'],
    ['a package that is a link to elsewhere', 'import "linked/secret.json";', '1:8', 'linked/secret.json'],
    ['a file above, from a file below', 'import "./lib/a.mjs";', 'lib/a.mjs:1:8', '../../secret.json'],
    ['a file that tsconfig.json leads to', 'import "secret";', '1:8', 'secret'],
  ])('%s', async (_, statement, place, path) => {
    await using folder = await aWorkspace({
      'crm/index.ts': `${statement}\n${HANDLER.replace('onTrack', 'onPage')}`,
      'crm/lib/a.mjs': 'import "../../secret.json";',
      'crm/tsconfig.json': '{ "compilerOptions": { "paths": { "secret": ["../secret.json"] } } }',
    });
    await symlink(folder.file('secret.json'), folder.file('crm/link.json'));
    await mkdir(folder.file('crm/node_modules'));
    await symlink(folder.path, folder.file('crm/node_modules/linked'));
    const { message } = await refusalOf(folder.file('crm'));
    const at = place.includes('.mjs') ? place : `index.ts:${place}`;
    expect(message).toBe(`Cannot build "crm": ${at}: cannot import "${path}": ${OUTSIDE}`);
  });

  test("what a package's manifest leads to, or a package of a folder that is no parent", async () => {
    await using folder = await aWorkspace({
      'crm/index.mjs': `import "acme"; import "../crm-other/node_modules/b/b.js"; ${HANDLER}`,
      'crm/node_modules/acme/package.json': '{ "name": "acme", "main": "../../../secret.json" }',
      'crm-other/node_modules/b/b.js': '',
    });
    const { message } = await refusalOf(folder.file('crm'));
    expect(message).toContain(`index.mjs:1:8: cannot import "acme": ${OUTSIDE}`);
    expect(message).toContain(`cannot import "../crm-other/node_modules/b/b.js": ${OUTSIDE}`);
  });

  test('what is no file', async () => {
    await using folder = await aWorkspace({ 'crm/index.mjs': `import "/dev/zero"; ${HANDLER}` });
    expect((await refusalOf(folder.file('crm'))).message).toContain('cannot import "/dev/zero"');
  });
});

test('a source map that a file names is not followed', async () => {
  await using folder = await aWorkspace({
    'crm/index.mjs': `import { a } from './a.js'; export const onTrack = async () => a;`,
    'crm/a.js': 'export const a = "ä 💧";\n//# sourceMappingURL=../map.json\n',
  });
  const map = { version: 3, sources: ['../../secret.ts'], mappings: 'AAAA', names: [] };
  await writeFile(folder.file('map.json'), JSON.stringify(map));
  const { code, sourceMap } = await buildProgram(folder.file('crm'));
  expect(code).toContain('"ä 💧"');
  expect(sourceMap?.sources).toEqual(['a.js', 'index.mjs']);
});

describe('a module that imports from Node', () => {
  test.each(['crypto', 'node:crypto', 'buffer', 'node:buffer'])(
    'gets what globals serve: %s',
    async (name) => {
      const crypto = name.endsWith('crypto');
      await using folder = await SourceFolder.create({
        'crm.mjs': `import whole, { ${crypto ? 'createHash' : 'Buffer'} as named } from '${name}';
        import * as all from '${name}';
        export const onTrack = async () => [whole, all, named];`,
      });
      const { sourceMap } = await buildProgram(folder.file('crm.mjs'));
      expect(sourceMap?.sources).toContain(`sluice:${name.replace('node:', '')}`);
    },
  );

  test('is told at its place of what they lack, and of what there is instead of other modules', async () => {
    await using folder = await SourceFolder.create({
      'crm.mjs': `import { createECDH } from 'crypto';\nimport { format } from 'util';\n${HANDLER} createECDH(format);`,
    });
    expect((await refusalOf(folder.file('crm.mjs'))).message).toMatch(
      /crm\.mjs:2:24: cannot import "util": a function has no modules of Node, use the globals TextEncoder/,
    );
    await folder.write('crm.mjs', `import { createECDH } from 'crypto';\n${HANDLER} createECDH();`);
    expect((await refusalOf(folder.file('crm.mjs'))).message).toMatch(
      /crm\.mjs:1:10: cannot import "createECDH" from "crypto": a function has no more of it than the global$/,
    );
  });
});
