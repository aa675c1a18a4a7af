import { describe, expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { LocalPlatform } from './local-platform.ts';
import { aTrack, aWorkspace, FORWARD, HASTY, messageIdsOf } from './workspace.ts';

describe('sluice up', () => {
  test('takes an event from a producer to its partner, and prints one line', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    expect(platform.ready).toEqual({
      ready: true,
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      region: expect.any(String),
      accessKeyId: expect.any(String),
      secretAccessKey: expect.any(String),
      eventsQueueUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\d+\/[\w-]+$/),
    });
    await platform.send(aTrack('m1'));
    await partner.untilRequests(1);
    expect(JSON.parse(partner.requests[0]?.body ?? '')).toEqual({
      type: 'track',
      event: 'Signed Up',
      userId: 'u1',
      messageId: 'm1',
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await platform.end('SIGINT')).toEqual({ status: 0, signal: null });
    expect(platform.stdout.split('\n')).toEqual([JSON.stringify(platform.ready), '']);
  });

  test('ends cleanly on SIGTERM too, and lets what runs end', async () => {
    await using partner = await Partner.start({ delayMs: 300 });
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'));
    await partner.untilRequests(1);
    expect(await platform.end('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(platform.stderr).toMatch(/dispatcher batch deliveries=1 delivered=1 /);

    await using again = await LocalPlatform.start(folder);
    await again.send(aTrack('m2'));
    await partner.untilRequests(2);
    expect(messageIdsOf(partner)).toEqual(['m1', 'm2']);
  });

  test('ends at once when it is asked again', async () => {
    await using partner = await Partner.start({ kind: 'hang' });
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'));
    await partner.untilRequests(1);
    const asking = setInterval(() => platform.signal('SIGINT'), 100);
    const end = await platform.end('SIGINT');
    clearInterval(asking);
    expect(end).toEqual({ status: 130, signal: null });
  });

  test('tries again what the partner could not take', async () => {
    await using partner = await Partner.start((_, seen) => ({ status: seen < 3 ? 503 : 200 }));
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'));
    await partner.untilRequests(3);
    expect(messageIdsOf(partner)).toEqual(['m1', 'm1', 'm1']);
    await platform.untilLogged(/ delivered=1 /);
    expect(await platform.deadLetters()).toEqual([]);
  });

  test('keeps what is given up, serves it by the mended function, and forgets it then', async () => {
    await using partner = await Partner.start();
    const faulty = FORWARD.replace('{', "{ if (event.event !== 'Ping') throw new Error('no such plan');");
    await using folder = await aWorkspace(partner, { code: faulty });
    await using platform = await LocalPlatform.start(folder);
    await platform.send(aTrack('m1'), aTrack('m2', { event: 'Ping' }), aTrack('m3'));
    const letters = await platform.untilDeadLetters(2);
    expect(letters.toSorted((one, other) => (one.messageId < other.messageId ? -1 : 1))).toEqual(
      ['m1', 'm3'].map((messageId) => ({
        id: expect.any(String),
        destination: 'Acme CRM',
        messageId,
        code: 'bad_request',
        message: 'no such plan',
        attempts: 1,
        firstAttemptAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        lastAttemptAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      })),
    );
    expect(messageIdsOf(partner)).toEqual(['m2']);

    const [first] = letters;
    const shown = await platform.sluice(['dead-letters', 'show', first?.id ?? '', '--json']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ ...first, event: { messageId: first?.messageId } });

    await folder.write('acme.js', FORWARD);
    await platform.untilLogged('Published "./acme.js" as version 2');
    const redriven = await platform.sluice(['dead-letters', 'redrive', '--all', '--json']);
    expect(redriven).toMatchObject({ status: 0, stdout: '{"redriven":2,"unsent":0,"missing":[]}\n' });
    await partner.untilRequests(3);
    expect(messageIdsOf(partner).toSorted()).toEqual(['m1', 'm2', 'm3']);
    expect(await platform.deadLetters()).toEqual([]);
  });

  test('goes on from its folder: ids, dead letters, and what still waited', async () => {
    await using partner = await Partner.start({ status: 500 });
    const hasty = { name: 'Hasty', retry: HASTY };
    await using folder = await aWorkspace(partner, hasty);
    await using before = await LocalPlatform.start(folder);
    await before.send(aTrack('m1'));
    const [kept] = await before.untilDeadLetters(1);
    expect(kept).toMatchObject({ code: 'retry', message: 'RetryError: status 500', attempts: 2 });
    expect(await before.end()).toEqual({ status: 0, signal: null });

    partner.answer = () => ({});
    await using after = await LocalPlatform.start(folder);
    expect(await after.deadLetters()).toEqual([kept]);
    const seen = partner.requests.length;
    await after.sluice(['dead-letters', 'redrive', kept?.id ?? '']);
    await partner.untilRequests(seen + 1);
    expect(messageIdsOf(partner).at(-1)).toBe('m1');
    expect(after.stderr).toContain('Published "./acme.js" as version 1\n');
  });

  test('refuses a folder on which a platform runs, and says where that is', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using first = await LocalPlatform.start(folder);
    await expect(LocalPlatform.start(folder)).rejects.toThrow(
      `Cannot start on "${first.dataDir}": process ${first.pid} runs there already, on ${first.ready.endpoint}`,
    );
    await first.send(aTrack('m1'));
    await partner.untilRequests(1);
  });

  test('refuses a port that is taken, and says what to do', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await expect(LocalPlatform.start(folder, { port: partner.port })).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${partner.port}: EADDRINUSE\nChoose another port with --port`,
    );
  });

  test('sends what "sluice send" is given, or nothing', async () => {
    await using partner = await Partner.start();
    await using folder = await aWorkspace(partner);
    await using platform = await LocalPlatform.start(folder);
    const events = ['m1', 'm2'].map((messageId) =>
      JSON.stringify({ ...aTrack(messageId), writeKey: undefined }),
    );
    const bad = await platform.sluice(['send', '--write-key', 'wk_web'], {
      stdin: `${events.join('\n')}\n{"type":`,
    });
    expect(bad).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'Cannot send stdin:\n  line 3: is not JSON\nNothing was sent\n',
    });
    const good = await platform.sluice(['send', '-', '--write-key', 'wk_web'], { stdin: events.join('\n') });
    expect(good).toMatchObject({ status: 0, stdout: 'Sent 2 events in 2 messages\n', stderr: '' });
    await partner.untilRequests(2);
    expect(messageIdsOf(partner).toSorted()).toEqual(['m1', 'm2']);
  });
});
