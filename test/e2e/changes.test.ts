import { describe, expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { LocalPlatform } from './local-platform.ts';
import { aConfig, aTrack, aWorkspace, FORWARD, HASTY, messageIdsOf } from './workspace.ts';

describe('sluice up, when files change', () => {
  test('serves with the mended function what waited for one that could not be loaded', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner, { code: 'async function onTrack(event {' });
    await using platform = await LocalPlatform.start(folder);
    await platform.untilLogged(/which can't run:\nCannot build "acme\.js": acme\.js:1:\d+: /);
    await platform.send(aTrack('m1'));
    await platform.untilLogged(/attempt-failed .* code=invalid_function disposition=retry /);
    await folder.write('acme.js', FORWARD);
    await partner.untilRequests(1);
    expect(messageIdsOf(partner)).toEqual(['m1']);
    expect(await platform.deadLetters()).toEqual([]);
  });

  test('keeps what a function that is not there could not take, with the reason', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner, { function: './nowhere', retry: HASTY });
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'));
    expect(await platform.untilDeadLetters(1)).toMatchObject([
      { code: 'invalid_function', message: expect.stringContaining('does not exist'), messageId: 'm1' },
    ]);
  });

  test('takes over a changed config, and goes on with the old one where the new one is wrong', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);

    await folder.write('sluice.local.json', { sources: [] });
    await platform.untilLogged(
      '  destinations: is missing\nThe platform goes on with what the file said before\n',
    );
    await platform.send(aTrack('m1'));
    await partner.untilRequests(1);

    const second = { name: 'Second', settings: { endpoint: `${partner.url}/second` } };
    await folder.write('sluice.local.json', aConfig(partner, [{ enabled: false }, second]));
    await platform.untilLogged('Took over the changes');
    await platform.send(aTrack('m2'));
    await partner.untilRequests(2);
    expect(partner.requests.map(({ path }) => path)).toEqual(['/', '/second']);
  });

  test('discards what waits for a destination that vanished from the config', async () => {
    await using partner = await Partner.start({ status: 503 });
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'));
    await partner.untilRequests(1);
    await folder.write('sluice.local.json', aConfig(partner, []));
    await platform.untilLogged(/ discarded=1 .*codes=\{"destination_disabled":1\}/);
    expect(await platform.deadLetters()).toEqual([]);
  });
});
