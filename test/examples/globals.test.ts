import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exampleBench, EXAMPLES } from './run-example.ts';

const TYPES = join(EXAMPLES, 'functions/globals.d.ts');
const TSC = join(EXAMPLES, '../node_modules/typescript/bin/tsc');
/** Bundled where a script names them; their types are those of their packages. */
const MODULES = new Set([
  '_',
  'moment',
  'uuidv5',
  'xml',
  'xml2js',
  'jsonwebtoken',
  'libphonenumberjslib',
  'fetchretrylib',
  'zlib',
]);
const PACKAGES = ['lodash', 'moment-timezone', 'xml', 'xml2js', 'jsonwebtoken', 'libphonenumber-js'];
/** What the handler contract lists, and `File`, which the files of a form are. */
const CONTRACT =
  `fetch Headers Request Response FormData Blob URL URLSearchParams AbortController AbortSignal Event
  EventTarget File DOMException TextEncoder TextDecoder structuredClone queueMicrotask atob btoa setTimeout clearTimeout
  setInterval clearInterval console performance Buffer crypto cache window self EventNotSupported InvalidEventPayload
  ValidationError DropEvent RetryError`.split(/\s+/);

const types = readFileSync(TYPES, 'utf8');
const declared = [...types.matchAll(/^declare (?:const|function|class) (\w+)/gm)]
  .map(([, name = '']) => name)
  .filter((name) => !MODULES.has(name));

const bench = exampleBench();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-types-'));
  await copyFile(TYPES, join(folder, 'globals.d.ts'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What `tsc` has against a function that has no types but those of globals.d.ts, where no package is installed. */
async function errorsOf(code: string, ...options: readonly string[]): Promise<readonly string[]> {
  await writeFile(join(folder, 'index.ts'), code);
  const args = [
    TSC,
    '--noEmit',
    '--strict',
    '--target',
    'es2024',
    '--lib',
    'es2024',
    '--types',
    '',
    '--ignoreConfig',
  ];
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, [...args, ...options, 'index.ts', 'globals.d.ts'], { cwd: folder }, (_, out) =>
      resolve(out),
    );
  });
  return stdout.split('\n').filter((line) => line.includes('error'));
}

test('the types name what the contract lists, and nothing else', () => {
  expect([...new Set(declared)].sort()).toEqual([...CONTRACT].sort());
});

test('the types hold together, but for packages that are not installed', async () => {
  const errors = await errorsOf('export {};');
  const missing = errors.map((line) => /Cannot find module '(.*?)'/.exec(line)?.[1] ?? line);
  expect(missing.sort()).toEqual([...PACKAGES].sort());
});

test('the types take a function that uses all of them, and refuse what the sandbox has not', async () => {
  const code = `
    export async function onTrack(event: { readonly email: string }, settings: { readonly apiKey: string }) {
      const token = await cache.load('token', 60_000, async () => 'token');
      const length: number = token.length + (await cache.load('length', () => 3));
      const signal = AbortSignal.any([AbortSignal.timeout(2_000), new AbortController().signal]);
      const form = new FormData();
      form.append('file', new Blob(['a', new TextEncoder().encode('b')], { type: 'text/plain' }), 'a.txt');
      const url = new URL('/v1', 'https://api.example');
      url.searchParams.set('email', event.email);
      const request = new Request(url, { method: 'POST', body: form, signal, headers: new Headers({ a: 'b' }) });
      const response = await fetch(request);
      if (!response.ok) throw new RetryError('busy', { retryAfterMs: 1_000, cause: response.status });
      const digest: string = crypto.createHash('sha256').update(settings.apiKey).digest('hex');
      const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', Buffer.from(digest, 'hex')));
      const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      await crypto.subtle.sign('HMAC', key, crypto.randomBytes(16));
      const timer: number = setTimeout((text: string) => console.log(text), 10, 'late');
      clearTimeout(timer);
      for (const [name, value] of response.headers) console.debug(name, value, length, _.size({}), window === self);
      const { id } = await response.json();
      return structuredClone({ id, at: performance.now(), token: btoa(atob(token)) });
    }
    // @ts-expect-error There is no such thing in the sandbox.
    process;
    // @ts-expect-error There is no such thing in the sandbox.
    require;
    // @ts-expect-error There is no such thing in the sandbox.
    WebAssembly;
    // @ts-expect-error There is no such thing in the sandbox.
    document;
    // @ts-expect-error A delay is a number.
    new RetryError('busy', { retryAfterMs: '1000' });`;
  expect(await errorsOf(code, '--skipLibCheck')).toEqual([]);
});

/** The members that the types give to a class or object of theirs: `[name, whether it is static]`. */
function membersOf(name: string): readonly (readonly [string, boolean])[] {
  const block = new RegExp(`^(?:declare (?:class|const)|interface) ${name}\\b[^\\n]*\\{\\n(.*?)^\\}`, 'gms');
  return [...types.matchAll(block)].flatMap(([, members = '']) =>
    [...members.matchAll(/^ {2}(static )?(?:override )?(?:readonly )?(\w+)[?(:<]/gm)]
      .map(([, isStatic, member = '']) => [member, isStatic !== undefined] as const)
      .filter(([member]) => member !== 'constructor'),
  );
}

test('the sandbox has all that the types name, and all their members', async () => {
  const members = declared.map((name) => [name, membersOf(name)] as const);
  // Else what is read of them proves nothing.
  expect(members.filter(([, each]) => each.length > 0).length).toBeGreaterThanOrEqual(20);
  const subtle = membersOf('SubtleCrypto').map(([name]) => name);
  await writeFile(
    join(folder, 'members.js'),
    `async function onTrack() {
      const missing = ${JSON.stringify(subtle)}.filter((name) => crypto.subtle[name] === undefined);
      for (const [name, members] of ${JSON.stringify(members)}) {
        const found = globalThis[name];
        if (found === undefined) missing.push(name);
        for (const [member, isStatic] of members) {
          const owner = isStatic || found.prototype === undefined ? found : found.prototype;
          if (!(member in owner) && member !== 'retryAfterMs') missing.push(name + '.' + member);
        }
      }
      if (missing.length > 0) throw new Error(missing.join(' '));
    }`,
  );
  const [result] = await bench.run('members.js', [{ type: 'track' }], { examples: folder });
  expect(result?.outcome).toEqual({ kind: 'delivered' });
});
