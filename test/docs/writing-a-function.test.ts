import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runOnce } from '../../lib/cli/run-once.ts';
import type { Settings } from '../../runtime/contract/destination.ts';
import type { RespondRule } from '../../runtime/runner/runner.ts';
import { snippetsOf } from './snippets.ts';

const ROOT = join(import.meta.dirname, '../..');
const SNIPPETS = snippetsOf(join(ROOT, 'docs/writing-a-function.md'));
const FILES = SNIPPETS.filter(({ fileName }) => fileName !== null);

const TRACK = {
  type: 'track',
  messageId: 'm-1',
  userId: 'ada',
  event: 'Signed Up',
  properties: { plan: 'pro' },
};
const IDENTIFY = {
  type: 'identify',
  messageId: 'm-2',
  userId: 'ada',
  traits: { plan: 'free', city: 'London' },
};
const PAGE = { type: 'page', messageId: 'm-3', userId: 'ada', name: 'Pricing' };

/** How a snippet is run, and how each of its events is to end. */
interface Case {
  readonly path: string;
  readonly events: readonly object[];
  readonly settings?: Settings;
  readonly respond?: readonly RespondRule[];
  /** Each is what `runOnce` gives of an event, or a part of it. */
  readonly ended: readonly object[];
}

const delivered = (recording: object = {}): object => ({ outcome: { kind: 'delivered' }, recording });
const failed = (code: string, more: object = {}): object => ({ outcome: { kind: 'failed', code, ...more } });

let folder: string;

/** A folder as the reader of the page has it, with all of its files. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-guide-'));
  // A copy, since a package may not lie elsewhere; without its sources, which are half of it.
  await cp(join(ROOT, 'node_modules/zod'), join(folder, 'node_modules/zod'), {
    recursive: true,
    filter: (path) => !path.endsWith('zod/src'),
  });
  for (const { fileName, text } of FILES) {
    const path = join(folder, fileName!);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const CASES: Readonly<Record<string, Case>> = {
  'wrapped.js gives each event to its own handler, and drops who is nobody': {
    path: 'wrapped.js',
    events: [TRACK, PAGE, { ...TRACK, userId: undefined }],
    ended: [
      delivered({ returned: { tracked: 'Signed Up' } }),
      delivered({ returned: { viewed: 'Pricing' } }),
      failed('filtered', { message: 'DropEvent: nobody is signed in' }),
    ],
  },
  'statuses.js delivers what is taken': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ method: 'PUT', url: 'https://api.acme.example/contacts', status: 201 }],
    ended: [delivered({ requests: [{ body: '{"id":"ada","plan":"free","city":"London"}' }] })],
  },
  'statuses.js waits as long as it is asked to': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ status: 429, headers: { 'Retry-After': '30' } }],
    ended: [failed('retry', { retryAfterMs: 30_000 })],
  },
  'statuses.js has what may be better in a while sent again': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ status: 502 }],
    ended: [failed('retry')],
  },
  'statuses.js rejects what the partner can not use': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [{ status: 422, body: 'no such plan' }],
    ended: [failed('message_rejected', { message: 'InvalidEventPayload: no such plan' })],
  },
  'statuses.js fails for good where that changes nothing': {
    path: 'statuses.js',
    events: [IDENTIFY, TRACK],
    respond: [{ status: 403 }],
    ended: [failed('bad_request'), failed('unsupported_event_type')],
  },
  'statuses.js has an event sent again that no answer came for': {
    path: 'statuses.js',
    events: [IDENTIFY],
    respond: [],
    ended: [failed('network_error')],
  },
  'crm maps traits as its customer says': {
    path: 'crm',
    events: [IDENTIFY],
    settings: { apiKey: 'key-1234', lists: ['news'], fields: { city: 'town' } },
    respond: [{ status: 200 }],
    ended: [
      delivered({
        requests: [
          { body: '{"id":"ada","lists":["news"],"town":"London"}', headers: { authorization: '[redacted]' } },
        ],
      }),
    ],
  },
  'crm leaves out who does not pay': {
    path: 'crm',
    events: [IDENTIFY],
    settings: { apiKey: 'key-1234', onlyPaying: true },
    ended: [failed('filtered')],
  },
  'crm is not run without its key': {
    path: 'crm',
    events: [IDENTIFY],
    ended: [failed('invalid_settings', { message: 'Setting "apiKey" (API key) is missing' })],
  },
  'patient.js asks for the profile': {
    path: 'patient.js',
    events: [TRACK],
    respond: [{ url: 'https://profiles.acme.example/ada', status: 200, body: { city: 'London' } }],
    ended: [delivered({ returned: { event: 'Signed Up', city: 'London' } })],
  },
  'patient.js does without one': {
    path: 'patient.js',
    events: [TRACK],
    respond: [],
    ended: [delivered({ returned: { event: 'Signed Up', city: 'unknown' } })],
  },
  'upload.js uploads a file': {
    path: 'upload.js',
    events: [TRACK],
    respond: [{ status: 201 }],
    ended: [
      delivered({
        requests: [
          {
            headers: { 'content-type': expect.stringMatching(/^multipart\/form-data; ?boundary=/) },
            body: expect.stringContaining('filename="event.json"'),
          },
        ],
      }),
    ],
  },
  'load.js sends all in one request': {
    path: 'load.js',
    events: [TRACK, PAGE],
    respond: [{ status: 200 }],
    ended: [delivered({ requests: [{ body: JSON.stringify([TRACK, PAGE]) }] }), delivered()],
  },
  'load.js fails for all': {
    path: 'load.js',
    events: [TRACK, PAGE],
    respond: [{ status: 500 }],
    ended: [failed('retry'), failed('retry')],
  },
  'partial.js says of each how it went': {
    path: 'partial.js',
    events: [TRACK, PAGE, IDENTIFY],
    respond: [
      {
        status: 200,
        body: { results: [{ status: 200 }, { status: 400, reason: 'no name' }, { status: 503 }] },
      },
    ],
    ended: [
      delivered(),
      failed('bad_request', { message: 'no name' }),
      failed('retry', { message: 'status 503' }),
    ],
  },
  'partial.js passes one status on for all': {
    path: 'partial.js',
    events: [TRACK, PAGE],
    respond: [{ status: 429 }],
    ended: [failed('retry'), failed('retry')],
  },
  'token.js fetches a token once': {
    path: 'token.js',
    events: [TRACK, TRACK],
    settings: { apiKey: 'key-1234' },
    respond: [
      { url: '*/token', status: 200, body: 't-1' },
      { url: '*/events', status: 201 },
    ],
    ended: [
      delivered({
        requests: [{ url: expect.stringMatching('token$') }, { url: expect.stringMatching('events$') }],
      }),
      delivered({ requests: [{ url: expect.stringMatching('events$') }] }),
    ],
  },
  'token.js fetches another one when one is refused': {
    path: 'token.js',
    events: [TRACK, TRACK],
    settings: { apiKey: 'key-1234' },
    respond: [
      { url: '*/token', status: 200, body: 't-1' },
      { url: '*/events', status: 401 },
    ],
    ended: [
      { ...failed('retry'), recording: { requests: [{}, {}] } },
      { ...failed('retry'), recording: { requests: [{}, {}] } },
    ],
  },
  'typed is a module with a package, a file and JSON': {
    path: 'typed',
    events: [TRACK, { ...TRACK, properties: { plan: 'toString' } }, { ...TRACK, properties: {} }],
    ended: [
      delivered({ returned: { price: 20 } }),
      delivered({ returned: { price: 0 } }),
      failed('message_rejected', { message: 'InvalidEventPayload: properties.plan is missing' }),
    ],
  },
  'packaged.js finds lodash and moment': {
    path: 'packaged.js',
    events: [TRACK],
    ended: [delivered({ returned: { plan: 'Pro', until: 'December 24, 2026' } })],
  },
};

describe('a snippet of docs/writing-a-function.md:', () => {
  test.each(Object.entries(CASES))('%s', async (_, { path, events, settings = {}, respond = [], ended }) => {
    const results = await runOnce({
      path: join(folder, path),
      events,
      asArray: events.length > 1,
      settings,
      limits: {},
      allowPrivateNetwork: [],
      respond,
    });
    expect(results).toMatchObject(ended);
  });

  test('each is run', () => {
    const run = new Set([...Object.values(CASES).map(({ path }) => path), 'acme.js', 'event.json']);
    const unknown = FILES.map(({ fileName }) => fileName!).filter(
      (fileName) => !run.has(fileName) && !run.has(dirname(fileName)),
    );
    expect(unknown).toEqual([]);
  });

  test('each in TypeScript has the types that the page promises', async () => {
    await copyFile(join(ROOT, 'examples/functions/globals.d.ts'), join(folder, 'typed/globals.d.ts'));
    const options = {
      lib: ['es2024'],
      types: [],
      target: 'es2024',
      module: 'preserve',
      strict: true,
      skipLibCheck: true,
    };
    await writeFile(
      join(folder, 'typed/tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, allowImportingTsExtensions: true, noEmit: true } }),
    );
    const { stdout } = await run('"$NODE" "$ROOT/node_modules/typescript/bin/tsc" -p typed');
    expect(stdout).toBe('');
  });
});

describe('a command of docs/writing-a-function.md answers what the page says:', () => {
  const commands = SNIPPETS.flatMap(({ language, text }, index) =>
    language === 'sh'
      ? [[text.replaceAll('\\\n', ' ').trim(), SNIPPETS[index + 1]?.text ?? ''] as const]
      : [],
  );

  test.each(commands)('%s', async (command, answer) => {
    const { stdout, stderr } = await run(command.replace(/^npx sluice /, '"$NODE" "$ROOT/bin/sluice.js" '));
    expect(stderr).toBe('');
    expect(withoutTimes(stdout)).toBe(withoutTimes(answer));
  });

  function withoutTimes(text: string): string {
    return text.replaceAll(/\d+(?:\.\d+)? ms/g, '… ms').replaceAll(/("durationMs": )[\d.]+/g, '$1…');
  }
});

/** Runs a command line of the page, whatever its exit status. */
function run(script: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, NODE: process.execPath, ROOT };
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', script], { cwd: folder, env }, (_, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });
}
