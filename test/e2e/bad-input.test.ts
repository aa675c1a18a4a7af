import { describe, expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { LocalPlatform } from './local-platform.ts';
import { aConfig, aTrack, aWorkspace, HASTY, messageIdsOf } from './workspace.ts';

/** Objects within each other, as text: no `JSON.stringify` gets that deep. */
function nested(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}

function withProperties(messageId: string, properties: string): string {
  return JSON.stringify(aTrack(messageId)).replace(/\}$/, `,"properties":${properties}}`);
}

describe('sluice up, given bad input', () => {
  test.each([
    ['what is not JSON', 'no event', /^body: is not JSON$/],
    ['no object', '[1]', /^body: must be an object, is an array$/],
    [
      'an event without type',
      aTrack('x', { type: undefined }),
      /^type: is missing, must be one of identify, /,
    ],
    ['a write key of nobody', aTrack('x', { writeKey: 'wk_wrong' }), /^writeKey: is of no source$/],
    ['no write key', aTrack('x', { writeKey: undefined }), /^writeKey: is missing, /],
    [
      'an event of 33 KB',
      aTrack('x', { text: 'x'.repeat(33 * 1024) }),
      /event is \d+ bytes, the limit is 32768$/,
    ],
    ['an event too deep', withProperties('x', nested(120)), /event is nested deeper than 100 levels$/],
    ['an event far too deep', withProperties('x', nested(5_000)), /event is nested deeper than 100 levels$/],
    [
      'an envelope of another version',
      { v: 2, writeKey: 'wk_web', batch: [aTrack('x')] },
      /^v: must be 1, is 2$/,
    ],
    ['an empty batch', { writeKey: 'wk_web', batch: [] }, /^batch: is empty$/],
  ])('files %s with its reason, and goes on', async (_, body, reason) => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    await platform.send(body, aTrack('good'));
    await partner.untilRequests(1);
    const rejected = await platform.untilRejected(1);
    expect(rejected.map((each) => each.reason)).toEqual([expect.stringMatching(reason)]);
    expect(messageIdsOf(partner)).toEqual(['good']);
  });

  test('refuses a bad event of a batch alone, and says where it stood', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    const batch = [aTrack('m1'), { type: 'trac', messageId: 'x' }, 7, aTrack('m2')];
    await platform.send({ writeKey: 'wk_web', batch });
    await partner.untilRequests(2);
    const reasons = (await platform.untilRejected(2)).map((each) => each.reason);
    expect(reasons.toSorted()).toEqual([
      'batch[1].type: is not one of identify, track, page, screen, group, alias, delete',
      'batch[2]: must be an object, is a number',
    ]);
    expect(messageIdsOf(partner).toSorted()).toEqual(['m1', 'm2']);
  });

  test('keeps what a broken function can not take, and serves the destination beside it', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await folder.write('broken.js', 'async function onTrack() {}\nreturn {{');
    await folder.write('throws.js', "async function onTrack() {}\nthrow new Error('at load');");
    const others = ['./broken.js', './throws.js', './missing.js'].map((path) => ({
      name: path,
      function: path,
      retry: HASTY,
    }));
    await folder.write('sluice.local.json', aConfig(partner, [{}, ...others]));
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'));
    const letters = await platform.untilDeadLetters(3);
    expect(letters.toSorted((one, other) => (one.destination < other.destination ? -1 : 1))).toEqual([
      expect.objectContaining({
        destination: './broken.js',
        code: 'invalid_function',
        message: expect.stringMatching(/broken\.js:2:\d+: /),
      }),
      expect.objectContaining({
        destination: './missing.js',
        code: 'invalid_function',
        message: expect.stringContaining('missing.js: does not exist'),
      }),
      expect.objectContaining({
        destination: './throws.js',
        code: 'invalid_function',
        message: expect.stringContaining('at load'),
      }),
    ]);
    expect(messageIdsOf(partner)).toEqual(['m1']);
  });

  test('keeps what has settings of the wrong type, as the customer is to mend', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner, { function: './acme', settings: { plans: 'one' } });
    await folder.write('acme/index.js', 'async function onTrack() {}');
    await folder.write('acme/destination.json', {
      name: 'Acme',
      entry: 'index.js',
      settings: [{ name: 'plans', type: 'array' }],
    });
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'));
    expect(await platform.untilDeadLetters(1)).toMatchObject([
      { code: 'invalid_settings', message: 'Setting "plans" (plans) must be an array of strings' },
    ]);
  });

  test('splits a batch of 5,000, and loses none of it', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    const ids = Array.from({ length: 5_000 }, (_, index) => `m${String(index).padStart(4, '0')}`);
    const batch = ids.map((messageId) => ({ type: 'track', event: 'E', userId: 'u', messageId }));
    await platform.send({ writeKey: 'wk_web', batch });
    await partner.untilRequests(5_000);
    expect(messageIdsOf(partner).toSorted()).toEqual(ids);
  }, 60_000);

  test('hands every character on as it came', async () => {
    const properties = String.raw`{"__proto__":{"a":1},"lone":"\ud800 \udc00","last":"\uffff\ufffe","control":"\u0000\u0008","emoji":"😀"}`;
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner, {
      code: `async function onTrack({ properties }, settings) {
        const units = (text) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
        const { lone, last, control, emoji } = properties;
        const body = { keys: Object.keys(properties), texts: [lone, last, control, emoji].map(units) };
        await fetch(settings.endpoint, { method: 'POST', body: JSON.stringify(body) });
      }`,
    });
    await using platform = await LocalPlatform.start(folder);
    await platform.send(withProperties('m1', properties));
    await partner.untilRequests(1);
    expect(JSON.parse(partner.requests[0]?.body ?? '')).toEqual({
      keys: ['__proto__', 'lone', 'last', 'control', 'emoji'],
      texts: [
        [0xd800, 0x20, 0xdc00],
        [0xffff, 0xfffe],
        [0, 8],
        [0xd83d, 0xde00],
      ],
    });
  });

  test('makes two deliveries of two events with the same messageId', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    const batch = [aTrack('same', { event: 'One' }), aTrack('same', { event: 'Two' })];
    await platform.send({ writeKey: 'wk_web', batch });
    await partner.untilRequests(2);
    expect(messageIdsOf(partner)).toEqual(['same', 'same']);
  });
});
