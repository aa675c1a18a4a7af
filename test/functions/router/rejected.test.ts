import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEvent, aRecord, NOON } from '../../support/builders.ts';
import { aRouter, batch, single } from './a-router.ts';

let stage = aRouter();
beforeEach(() => {
  stage = aRouter();
});

describe('the router, given what it can’t accept,', () => {
  const deep = '['.repeat(101) + ']'.repeat(101);

  test.each([
    ['no JSON', 'hello', 'body: is not JSON', null],
    ['no type', '{"writeKey":"wk_web"}', /^type: is missing/, 'src_web'],
    ['an unknown type', '{"writeKey":"wk_web","type":"tracked"}', /^type: is not one of/, 'src_web'],
    ['no write key', '{"type":"track"}', /^writeKey: is missing/, null],
    ['a wrong write key', '{"writeKey":"wk_wrong","type":"track"}', 'writeKey: is of no source', null],
    ['another version', '{"v":2,"writeKey":"wk_web","type":"track"}', 'v: must be 1, is 2', null],
    ['an empty batch', '{"writeKey":"wk_web","batch":[]}', 'batch: is empty', null],
    [
      'a batch over the limit',
      JSON.stringify({ writeKey: 'wk_web', batch: Array.from({ length: 10_001 }, () => 0) }),
      'batch: has 10001 events, the limit is 10000',
      null,
    ],
    [
      '33 KB',
      JSON.stringify({ writeKey: 'wk_web', type: 'track', text: 'x'.repeat(33 * 1024) }),
      /^event is 338\d\d bytes, the limit is 32768$/,
      'src_web',
    ],
    [
      'what is nested too deep',
      `{"writeKey":"wk_web","type":"track","properties":${deep}}`,
      'event is nested deeper than 100 levels',
      'src_web',
    ],
  ])('files %s with its reason, and loses nothing of it', async (_, body, reason, sourceId) => {
    expect(await stage.route(aRecord(body), single({}, { messageId: 'good' }))).toEqual([]);
    const reasonMatches = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect(stage.rejected()).toEqual([
      { v: 1, id: expect.any(String), receivedAt: NOON, reason: reasonMatches, sourceId, text: body },
    ]);
    expect(stage.sentDeliveries()).toHaveLength(1);
  });

  test('goes on with the events beside it in a batch', async () => {
    const events = [anEvent({ messageId: 'a' }), { type: 'nothing' }, anEvent({ messageId: 'b' })];
    expect(await stage.route(batch(events))).toEqual([]);
    expect(stage.sentDeliveries().map((each) => each.messageId)).toEqual(['a', 'b']);
    expect(stage.rejected()).toMatchObject([
      { reason: expect.stringMatching(/^batch\[1\]\.type: is not one of/), text: '{"type":"nothing"}' },
    ]);
  });

  test('files the whole message where an event is too deep to be written on its own', async () => {
    const levels = 100_000;
    const abyss = `{"type":"track","properties":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const body = `{"writeKey":"wk_web","batch":[${abyss},{"type":"page"}]}`;
    expect(await stage.route(aRecord(body))).toEqual([]);
    expect(stage.rejected()).toMatchObject([
      { reason: 'batch[0]: event is nested deeper than 100 levels', text: body },
    ]);
    expect(stage.sentDeliveries()).toHaveLength(1);
  });

  test('files a text directly that is too large for a queue together with its reason', async () => {
    const body = 'x'.repeat(1024 * 1024);
    expect(await stage.route(aRecord(body))).toEqual([]);
    expect(stage.filed).toMatchObject([{ reason: 'body: is not JSON', text: body }]);
    expect(stage.rejectedEvents.sent).toEqual([]);
  });

  test('gives it the same id when its message is received again', async () => {
    await stage.route(batch([7, 8]));
    await stage.route(batch([7, 8]));
    const ids = stage.rejected().map((each) => each.id);
    expect(ids.slice(2)).toEqual(ids.slice(0, 2));
    expect(new Set(ids).size).toBe(2);
  });
});
