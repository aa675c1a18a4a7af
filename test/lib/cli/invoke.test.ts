import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Partner } from '../../support/partner.ts';
import type { SluiceOptions } from './run-sluice.ts';
import { runSluice } from './run-sluice.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const EVENT = { type: 'track', event: 'Signed Up', userId: 'u1', messageId: 'm1' };
const ECHO = `
async function onTrack(event, settings) {
  console.log('handling', event.messageId);
  if (event.event === 'Throw') throw new Error('no such plan');
  if (event.event === 'Retry') throw new RetryError('come back');
  const response = await fetch(settings.endpoint, { method: 'POST', body: event.event });
  return { status: response.status, answer: await response.text() };
}`;
const BATCH = `
async function onBatch(events) {
  return events.map(({ event }) => event === 'Throw' ? { status: 400, errormessage: 'no' } : { status: 200 });
}
async function onTrack() {}`;

/** Invokes one of the functions of a folder, with JSON as the answer. */
async function invoke(
  args: readonly string[],
  options: SluiceOptions,
): Promise<{ readonly status: number | null; readonly stderr: string; readonly answer: unknown }> {
  const { status, stdout, stderr } = await runSluice(['invoke', ...args, '--json'], options);
  return { status, stderr, answer: stdout === '' ? null : (JSON.parse(stdout) as unknown) };
}

async function someFunctions(): Promise<TemporaryFolder> {
  return TemporaryFolder.make({
    'echo.js': ECHO,
    'batch.js': BATCH,
    'broken.ts': 'export async function onTrack(event: {\n  oops',
    'event.json': EVENT,
    'large.json': { ...EVENT, userId: 'x'.repeat(33 * 1024) },
    'large-settings.json': { apiKey: 'x'.repeat(66 * 1024) },
    'settings.json': { endpoint: 'https://api.acme.example/events' },
    'rules.json': [{ method: 'POST', url: 'https://api.acme.example/*', status: 201, body: { ok: true } }],
  });
}

describe('sluice invoke', () => {
  test('answers with outcome, returned value, logs and requests', async () => {
    await using folder = await someFunctions();
    const result = await invoke(
      ['echo.js', '--event', 'event.json', '--settings', 'settings.json', '--respond', 'rules.json'],
      { cwd: folder.path },
    );
    expect(result).toEqual({
      status: 0,
      stderr: '',
      answer: {
        outcome: 'delivered',
        code: null,
        message: null,
        returned: { status: 201, answer: '{"ok":true}' },
        logs: [{ level: 'log', message: 'handling m1' }],
        requests: [
          {
            method: 'POST',
            url: '[redacted]',
            headers: expect.any(Object),
            body: 'Signed Up',
            status: 201,
            durationMs: expect.any(Number),
          },
        ],
        durationMs: expect.any(Number),
      },
    });
  });

  test('reads the event from stdin, and settings and rules from the command line', async () => {
    await using folder = await someFunctions();
    const args = [
      '--event',
      '-',
      '--settings',
      '{"endpoint":"https://a.example/"}',
      '--respond',
      '[{"status":204}]',
    ];
    const { status, answer } = await invoke(['echo.js', ...args], {
      cwd: folder.path,
      stdin: JSON.stringify(EVENT),
    });
    expect({ status, answer }).toMatchObject({ status: 0, answer: { returned: { status: 204 } } });
  });

  test('runs each event of an array in order, in one isolate, and says 1 when one was not delivered', async () => {
    await using folder = await someFunctions();
    await folder.write(
      'count.js',
      'let n = 0; async function onTrack(e) { n += 1; if (e.event) throw new Error(e.event); return n; }',
    );
    const events = [
      { ...EVENT, event: '' },
      { ...EVENT, event: 'Throw' },
      { ...EVENT, event: '' },
    ];
    const { status, answer } = await invoke(['count.js', '--event', '-'], {
      cwd: folder.path,
      stdin: JSON.stringify(events),
    });
    expect({ status, answer }).toMatchObject({
      status: 1,
      answer: [
        { outcome: 'delivered', returned: 1 },
        { outcome: 'discarded', code: 'bad_request', message: 'Throw' },
        { outcome: 'delivered', returned: 3 },
      ],
    });
  });

  test('hands an array to onBatch', async () => {
    await using folder = await someFunctions();
    const { status, answer } = await invoke(['batch.js', '--event', '-'], {
      cwd: folder.path,
      stdin: JSON.stringify([EVENT, { ...EVENT, event: 'Throw' }]),
    });
    expect({ status, answer }).toMatchObject({
      status: 1,
      answer: [{ outcome: 'delivered' }, { outcome: 'discarded', code: 'bad_request', message: 'no' }],
    });
  });

  test('takes code that can not be loaded for an outcome, with line and column', async () => {
    await using folder = await someFunctions();
    const { status, answer, stderr } = await invoke(['broken.ts', '--event', 'event.json'], {
      cwd: folder.path,
    });
    expect({ status, stderr, answer }).toMatchObject({
      status: 1,
      stderr: '',
      answer: {
        outcome: 'retry',
        code: 'invalid_function',
        message: expect.stringMatching(/broken\.ts:2:\d+: /),
        logs: [],
        requests: [],
      },
    });
  });

  test('says in the log why a returned value does not show', async () => {
    await using folder = await someFunctions();
    await folder.write('large.js', 'async function onTrack() { return "x".repeat(70_000); }');
    const { status, answer } = await invoke(['large.js', '--event', 'event.json'], { cwd: folder.path });
    const message = 'Cannot show the returned value: its JSON has 70002 characters, the limit is 65536';
    expect({ status, answer }).toMatchObject({
      status: 0,
      answer: { outcome: 'delivered', returned: null, logs: [{ level: 'warn', message }] },
    });
  });

  test('ends a program at the memory that --memory says', async () => {
    await using folder = await someFunctions();
    await folder.write('hoard/destination.json', {
      name: 'Hoard',
      entry: 'index.js',
      limits: { cpuMs: 5_000 },
    });
    await folder.write(
      'hoard/index.js',
      'async function onTrack() { for (const all = []; ; ) all.push(new Array(1e5).fill(1)); }',
    );
    const args = ['hoard', '--event', 'event.json', '--memory', '64', '--timeout', '20000'];
    expect(await invoke(args, { cwd: folder.path })).toMatchObject({
      status: 1,
      answer: { outcome: 'retry', code: 'memory_limit_exceeded', message: expect.stringContaining('64 MiB') },
    });
  });

  test('runs an array of none, which is delivered', async () => {
    await using folder = await someFunctions();
    const { status, answer } = await invoke(['batch.js', '--event', '-'], { cwd: folder.path, stdin: '[]' });
    expect({ status, answer }).toEqual({ status: 0, answer: [] });
  });

  test('answers by the first rule that matches: any method, any characters for each *', async () => {
    await using folder = await someFunctions();
    await folder.write(
      'many.js',
      `async function onTrack() {
        const asked = [['PUT', 'https://a.example/'], ['GET', 'https://a.example/v1/users/7?full=1'], ['GET', 'https://a.example/v1/users']];
        return Promise.all(asked.map(async ([method, url]) => (await fetch(url, { method })).status));
      }`,
    );
    const rules = [
      { method: 'put', url: 'https://a.example', status: 204 },
      { url: 'https://a.example/*/users/*', status: 201 },
      { url: 'https://a.example/v1/*', status: 202 },
      { status: 599 },
    ];
    const args = ['many.js', '--event', 'event.json', '--respond', JSON.stringify(rules)];
    expect(await invoke(args, { cwd: folder.path })).toMatchObject({ answer: { returned: [204, 201, 202] } });
  });

  test('reaches this machine only with --allow-private-network', async () => {
    await using folder = await someFunctions();
    await using partner = await Partner.start({ status: 202 });
    const args = [
      'echo.js',
      '--event',
      'event.json',
      '--settings',
      JSON.stringify({ endpoint: partner.url }),
    ];
    const refused = await invoke(args, { cwd: folder.path });
    expect(refused).toMatchObject({ status: 1, answer: { outcome: 'discarded', code: 'bad_request' } });
    expect(partner.requests).toEqual([]);
    const allowed = await invoke([...args, '--allow-private-network'], { cwd: folder.path });
    expect(allowed).toMatchObject({ status: 0, answer: { returned: { status: 202 } } });
    expect(partner.requests).toMatchObject([{ method: 'POST', body: 'Signed Up' }]);
  });

  test('ends a handler at the time that --timeout says', async () => {
    await using folder = await TemporaryFolder.make({
      'hang.js': 'async function onTrack() { await new Promise(() => {}); }',
      'event.json': EVENT,
    });
    const args = ['hang.js', '--event', 'event.json', '--timeout', '50'];
    expect(await invoke(args, { cwd: folder.path })).toMatchObject({
      status: 1,
      answer: { outcome: 'retry', code: 'gateway_timeout', message: expect.stringContaining('50 ms') },
    });
  });

  test('tells people the same in words', async () => {
    await using folder = await someFunctions();
    const { status, stdout } = await runSluice(
      ['invoke', 'echo.js', '--event', 'event.json', '--settings', 'settings.json', '--respond', '[]'],
      { cwd: folder.path },
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^retry: network_error, the partner could not be reached\n/);
    expect(stdout).toContain('\n  log   handling m1\n');
    expect(stdout).toMatch(/\n {2}POST \[redacted\] → no answer in \d+\.\d ms\n$/);
  });

  test.each([
    ['a function that is not there', ['nope.js', '--event', 'event.json'], 'nope.js: does not exist'],
    [
      'an event that is not there',
      ['echo.js', '--event', 'nope.json'],
      'Cannot read "nope.json": it does not exist',
    ],
    ['an event that is not JSON', ['echo.js', '--event', 'echo.js'], 'Cannot read "echo.js": it is not JSON'],
    [
      'an event that is no object',
      ['echo.js', '--event', '-'],
      'Cannot use stdin: event 1: must be an object, is a number',
    ],
    [
      'settings that are not JSON',
      ['echo.js', '--event', 'event.json', '--settings', '{'],
      'Cannot read --settings: it is not JSON',
    ],
    [
      'an event that is too large',
      ['echo.js', '--event', 'large.json'],
      'Cannot use "large.json": event 1: is 33857 bytes, the limit is 32768',
    ],
    [
      'settings that are too large',
      ['echo.js', '--event', 'event.json', '--settings', 'large-settings.json'],
      'Cannot use --settings: settings: is 67597 bytes, the limit is 65536',
    ],
    [
      'rules that are none',
      ['echo.js', '--event', 'event.json', '--respond', '[{}]'],
      'Cannot use --respond: rules[0].status: must be a number, is missing',
    ],
    [
      'stdin asked for twice',
      ['echo.js', '--event', '-', '--settings', '-'],
      'only one of --event, --settings and --respond can be stdin',
    ],
    [
      'a limit out of bounds',
      ['echo.js', '--event', 'event.json', '--memory', '1'],
      '--memory must be a whole number from 64 to 512, is "1"',
    ],
  ])('can not run with %s: 2', async (_, args, message) => {
    await using folder = await someFunctions();
    const { status, answer, stderr } = await invoke(args, { cwd: folder.path, stdin: '3' });
    expect({ status, answer }).toEqual({ status: 2, answer: null });
    expect(stderr).toContain(message);
  });
});

test('sluice invoke runs an example as its readers do', async () => {
  const { status, stdout } = await runSluice([
    'invoke',
    join('examples/functions/acme-crm'),
    '--event',
    'examples/events/track.json',
    '--settings',
    '{"apiKey":"k"}',
    '--respond',
    '[{"status":200,"body":{"ok":true}}]',
  ]);
  expect({ status, first: stdout.split('\n', 1) }).toEqual({ status: 0, first: ['delivered'] });
});
