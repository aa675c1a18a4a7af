import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SettingSchema } from '../../runtime/contract/manifest.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start(({ body }) => ({ body, headers: { 'x-echo': 'sk_live_9f8e7d6c5b4a' } }));
});
afterAll(() => partner.close());

const SECRET = 'sk_live_9f8e7d6c5b4a';
const schema = (name: string): SettingSchema => ({
  name,
  label: name,
  type: 'string',
  required: false,
  sensitive: true,
  description: '',
});
const OPTIONS = {
  settings: { apiKey: SECRET, other: 'not secret at all' },
  manifest: { settings: [schema('apiKey')] },
};

/** Whatever a run shows of itself, to whoever may look at samples, logs, and dead letters. */
describe('a sensitive setting stands nowhere in what a run shows, in', () => {
  test.each([
    ['a thrown message', 'throw new Error("key " + settings.apiKey + " is wrong");'],
    ['a thrown name', 'throw Object.assign(new Error("no"), { name: settings.apiKey });'],
    ['a thrown text', 'throw settings.apiKey;'],
    ['a RetryError', 'throw new RetryError(settings.apiKey);'],
    ['a message that is cut in it', 'throw new Error("x".repeat(990) + settings.apiKey);'],
    ['a line', 'console.log("key", settings.apiKey, settings, [settings.apiKey], { [settings.apiKey]: 1 });'],
    ['a line that is cut in it', 'console.log("x".repeat(4_085) + settings.apiKey);'],
    [
      'all levels',
      'for (const level of ["debug", "info", "warn", "error", "trace"]) console[level](settings.apiKey);',
    ],
    ['a returned text', 'return settings.apiKey;'],
    ['a returned name', 'return { [settings.apiKey]: [settings.apiKey] };'],
    [
      'a URL',
      'await fetch(url + "/" + settings.apiKey + "?key=" + settings.apiKey + "#" + settings.apiKey);',
    ],
    [
      'a header',
      'await fetch(url, { headers: { authorization: "Bearer " + settings.apiKey, "x-key": settings.apiKey, cookie: settings.apiKey } });',
    ],
    ['a body', 'await fetch(url, { method: "POST", body: JSON.stringify(settings) });'],
    ['a form', 'await fetch(url, { method: "POST", body: new URLSearchParams({ key: settings.apiKey }) });'],
    [
      'a body that is cut in it',
      'await fetch(url, { method: "POST", body: "x".repeat(4_085) + settings.apiKey });',
    ],
    ['a refused request', 'await fetch("http://169.254.169.254/" + settings.apiKey);'],
    ['a request that fails', 'await fetch("http://127.0.0.1:1/" + settings.apiKey);'],
    [
      'a host that is none',
      'await fetch("http://" + settings.apiKey.replaceAll("_", "-") + settings.apiKey + ".invalid/");',
    ],
    ['what is no URL', 'await fetch(settings.apiKey);'],
    [
      'what a partner echoes',
      'const answer = await fetch(url, { method: "POST", body: settings.apiKey }); throw new Error(await answer.text() + answer.headers.get("x-echo"));',
    ],
  ])('%s', async (_, statements) => {
    const code = `async function onTrack(event, settings) { const url = '${partner.url}'; ${statements} }`;
    const ran = await hostile.alone(code, OPTIONS);
    expect(JSON.stringify(ran)).not.toContain(SECRET);
    expect(JSON.stringify(ran)).not.toContain(SECRET.slice(0, 12));
    if (!/invalid|fetch\(/.test(statements)) expect(JSON.stringify(ran)).toContain('[redacted]');
  });

  test('the reason that code cannot be loaded', async () => {
    const code = `throw new Error('has ' + (typeof settings === 'undefined' ? 'none' : JSON.stringify(settings)) + JSON.stringify(globalThis));
      async function onTrack() {}`;
    const ran = JSON.stringify(await hostile.alone(code, OPTIONS));
    expect(ran).toContain('has none');
    expect(ran).not.toContain(SECRET);
  });

  test('the statuses of onBatch', async () => {
    const code = `async function onBatch(events, settings) { return events.map(() => ({ status: 400, errormessage: 'key ' + settings.apiKey })); }`;
    const ran = JSON.stringify(await hostile.alone(code, { ...OPTIONS, asArray: true }));
    expect(ran).toContain('[redacted]');
    expect(ran).not.toContain(SECRET);
  });
});

// Redaction is a courtesy to authors who log too much, and no wall: whoever wants to can write a secret another way.
test('a secret that is written another way is shown', async () => {
  const ran = await hostile.alone(
    'async function onTrack(event, settings) { return btoa(settings.apiKey); }',
    OPTIONS,
  );
  expect(ran.recording?.returned).toBe(btoa(SECRET));
});
