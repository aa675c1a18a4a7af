import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aJob, endings, only } from '../runtime/runner/a-job.ts';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

const hostile = hostileRunner();

let partner: Partner;
beforeAll(async () => {
  partner = await Partner.start({
    body: '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  });
});
afterAll(() => partner.close());

const POLLUTE =
  '{"type":"track","properties":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}';
const CLEAN =
  'const clean = () => ({}).polluted === undefined && [].polluted === undefined && (() => {}).polluted === undefined;';

test('keys of an event that name a prototype are keys, in the guest', async () => {
  const code = `${CLEAN} async function onTrack(event) {
    return [clean(), Object.hasOwn(event, '__proto__'), Object.getPrototypeOf(event) === Object.prototype];
  }`;
  expect(
    only(await hostile.run(aJob(code, { events: [POLLUTE], record: true }))).recording?.returned,
  ).toEqual([true, true, true]);
});

test('keys of settings that name a prototype are keys', async () => {
  const settings = JSON.parse('{"apiKey":"a","map":{"__proto__":"b","constructor":"c"}}') as {
    apiKey: string;
  };
  const statements = `${CLEAN} return [clean(), Object.hasOwn(settings.map, '__proto__'), settings.map.constructor];`;
  expect(await hostile.returned(statements, { settings })).toEqual([true, true, 'c']);
});

test('keys of an answer that name a prototype are keys', async () => {
  const statements = `${CLEAN} const answer = await (await fetch('${partner.url}')).json();
    return [clean(), Object.hasOwn(answer, '__proto__')];`;
  expect(await hostile.returned(statements)).toEqual([true, true]);
});

describe('keys that name a prototype pollute nothing outside, in', () => {
  test.each([
    ['what is returned', 'return JSON.parse(TEXT);'],
    ['what toJSON says', 'return { toJSON: () => JSON.parse(TEXT) };'],
    [
      'a name of a header',
      'await fetch(URL_OF_PARTNER, { headers: { __proto__: null, ["__proto__"]: "x", constructor: "y" } });',
    ],
    ['a line', 'console.log(JSON.parse(TEXT), "%j", JSON.parse(TEXT));'],
    ['a thrown object', 'throw Object.assign(new Error("no"), JSON.parse(TEXT));'],
    ['a member of a RetryError', 'throw Object.assign(new RetryError("no"), JSON.parse(TEXT));'],
  ])('%s', async (_, statements) => {
    const code = statements
      .replaceAll('TEXT', JSON.stringify(POLLUTE))
      .replaceAll('URL_OF_PARTNER', JSON.stringify(partner.url));
    const { recording } = await hostile.alone(`async function onTrack() { ${code} }`);
    expect(Object.getPrototypeOf(recording)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(endings(await hostile.run(aJob('async function onTrack() {}')))).toEqual(['delivered']);
  });
});
