import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Partner } from '../support/partner.ts';
import { hostileRunner } from './hostile-runner.ts';

// One peer is open, as an operator opens it; what it redirects to is not.
const opened: string[] = [];
const hostile = hostileRunner({ allowPrivateNetwork: opened });

let partner: Partner;
let inner: Partner;
beforeAll(async () => {
  inner = await Partner.start({ body: 'inner secret' });
  partner = await Partner.start(({ path }) => ({
    status: 307,
    headers: { location: decodeURIComponent(path.slice(1)) },
  }));
  opened.push(partner.host);
});
afterAll(() => Promise.all([partner.close(), inner.close()]));

describe('a partner cannot send a function’s request on to', () => {
  test.each([
    ['another port of this machine', () => inner.url],
    ['the same by name', () => inner.url.replace('127.0.0.1', 'localhost')],
    ['the same in hex', () => inner.url.replace('127.0.0.1', '0x7f.1')],
    ['the same by IPv6', () => inner.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
    ['the same without its scheme', () => inner.url.replace('http:', '')],
    ['cloud metadata', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a file', () => 'file:///etc/passwd'],
    ['data', () => 'data:text/plain,secret'],
    ['a socket of the file system', () => 'http+unix://%2Fvar%2Frun%2Fdocker.sock/'],
    ['itself, for ever', () => '/'],
  ])('%s', async (_, target) => {
    const from = `${partner.url}/${encodeURIComponent(target())}`;
    for (const init of ['{}', "{ method: 'POST', body: 'x' }"]) {
      const { outcome } = await hostile.alone(
        `async function onTrack() { return (await fetch('${from}', ${init})).text(); }`,
      );
      expect(outcome).toMatchObject({
        kind: 'failed',
        code: expect.stringMatching(/^(?:bad_request|network_error)$/),
      });
    }
    expect(inner.requests).toEqual([]);
  });
});
