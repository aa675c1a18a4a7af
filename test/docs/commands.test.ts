import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The commands of a page that end by themselves and need nothing else to run: `npx sluice invoke …` and `--help`. */
function commandsOf(page: string): readonly string[] {
  const blocks = readFileSync(join(root, page), 'utf8').matchAll(/```sh\n(.*?)```/gs);
  return [...blocks]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.startsWith('npx sluice invoke ') || line.endsWith(' --help'));
}

describe.each(['README.md', 'examples/README.md'])('the commands of %s', (page) => {
  test.each(commandsOf(page))('%s', async (command) => {
    // `npx` itself would only find the same launcher again.
    const script = command.replace(/^npx sluice /, '"$NODE" bin/sluice.js ');
    const env = { ...process.env, NODE: process.execPath };
    await expect(run('/bin/sh', ['-c', script], { cwd: root, env })).resolves.toMatchObject({ stderr: '' });
  });
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  ...pagesOf('docs'),
  ...pagesOf('docs/decisions'),
])('the links of %s lead to files that are there', (page) => {
  expect(linksOf(page).filter((link) => !existsSync(join(root, page, '..', link)))).toEqual([]);
});

// Else links that nobody finds would lead to files that are there.
test('the links of a page are found', () => {
  expect(linksOf('docs/security.md').length).toBeGreaterThan(5);
});

/** Those to other files. */
function linksOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
}

function pagesOf(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}
