import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const SUFFIX = '.test.ts';

test('docs/security.md names every attack that is tried', () => {
  const attacks = readdirSync(join(ROOT, 'test/escape'))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  expect(attacks.filter((attack) => !text.includes(`\`${attack}\``))).toEqual([]);
});

test('docs/security.md quotes titles of tests as they are', () => {
  const quoted = [...text.matchAll(/"([a-z][^"]{20,})"/g)].map(([, title = '']) => title);
  const tests = ['test/infra/functions-stack.test.ts', 'test/deploy/deploy.test.ts']
    .map((file) => readFileSync(join(ROOT, file), 'utf8'))
    .join('\n');
  expect(quoted.length).toBeGreaterThan(2);
  expect(quoted.filter((title) => !tests.includes(title))).toEqual([]);
});
