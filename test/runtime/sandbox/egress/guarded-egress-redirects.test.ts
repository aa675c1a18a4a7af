import { describe, expect, test } from '@jest/globals';
import type { EgressRequest, EgressResponse } from '../../../../runtime/sandbox/egress/egress.ts';
import { createGuardedEgress } from '../../../../runtime/sandbox/egress/guarded-egress.ts';
import { aRequest, egressOptions } from '../../../support/egress-request.ts';
import { Partner } from '../../../support/partner.ts';

async function follow(
  partners: readonly Partner[],
  more: Partial<EgressRequest> = {},
  allowedHosts: readonly string[] | null = null,
): Promise<EgressResponse> {
  const egress = createGuardedEgress({ allowPrivateNetwork: partners.map(({ host }) => host) });
  try {
    return await egress.send(aRequest(`${partners[0]?.url}/start`, more), egressOptions({ allowedHosts }));
  } finally {
    await egress.closeIdle();
  }
}

const redirecting = async (status: number, location: string): Promise<Partner> =>
  Partner.start(({ path }) => (path === '/start' ? { status, headers: { location } } : { body: 'the end' }));

describe('a redirect', () => {
  test.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [301, 'PUT', 'PUT'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [307, 'POST', 'POST'],
    [308, 'PUT', 'PUT'],
  ])('of status %d makes of %s a %s', async (status, method, methodThen) => {
    await using partner = await redirecting(status, '/end?x=1#y');
    const hasBody = method !== 'HEAD';
    const response = await follow([partner], {
      method,
      headers: [
        ['content-type', 'text/plain'],
        ['authorization', 'secret'],
        ['x-kept', 'yes'],
      ],
      body: hasBody ? 'the body' : null,
    });
    const keepsBody = method === methodThen && hasBody;
    expect(response).toMatchObject({ url: `${partner.url}/end?x=1`, redirected: true, status: 200 });
    expect(partner.requests[1]).toMatchObject({
      method: methodThen,
      path: '/end?x=1',
      body: keepsBody ? 'the body' : '',
      headers: { authorization: 'secret', 'x-kept': 'yes' },
    });
    expect(partner.requests[1]?.headers['content-type']).toBe(
      methodThen === 'GET' ? undefined : 'text/plain',
    );
  });

  test('to another origin takes no credentials along, nor back', async () => {
    await using other = await Partner.start(() => ({ status: 307, headers: { location: back } }));
    await using partner = await redirecting(307, `${other.url}/`);
    const back = `${partner.url}/end`;
    const headers = [
      ['Authorization', 'secret'],
      ['COOKIE', 'secret'],
      ['x-kept', 'yes'],
    ] as const;
    await follow([partner, other], { method: 'POST', headers, body: 'the body' });
    for (const request of [...other.requests, ...partner.requests.slice(1)]) {
      expect(request).toMatchObject({ body: 'the body', headers: { 'x-kept': 'yes' } });
      expect(JSON.stringify(request)).not.toContain('secret');
    }
    expect(partner.requests).toHaveLength(2);
  });

  test.each([
    ['http://1.1.1.1:25/', 'port 25 is not for HTTP'],
    ['http://10.0.0.1/', 'the address 10.0.0.1 is not public'],
    ['http://169.254.169.254/latest/meta-data/', 'never reachable'],
    ['//0x7f000001:8080/', 'the address 127.0.0.1 is not public'],
    ['file:///etc/passwd', 'only http: and https: can be fetched'],
    ['javascript:alert(1)', 'only http: and https: can be fetched'],
    ['https://user:secret@acme.example/', 'the URL includes credentials'],
  ])('to %s is refused', async (location, reason) => {
    await using partner = await redirecting(302, location);
    await expect(follow([partner])).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(reason),
    });
  });

  test("to a host that is not in the function's list is refused", async () => {
    await using partner = await redirecting(302, 'https://other.example/');
    await expect(follow([partner], {}, ['127.0.0.1'])).rejects.toMatchObject({
      kind: 'refused',
      message: "Cannot fetch https://other.example/: other.example is not in the function's egress list",
    });
  });

  test('is followed twenty times and no more', async () => {
    await using partner = await Partner.start((_request, seen) =>
      seen <= 20 ? { status: 302, headers: { location: `/${seen}` } } : { body: 'the end' },
    );
    await expect(follow([partner])).resolves.toMatchObject({ status: 200 });
    await using endless = await Partner.start({ status: 302, headers: { location: '/' } });
    await expect(follow([endless])).rejects.toMatchObject({
      kind: 'refused',
      message: `Cannot fetch ${endless.url}/: more than 20 redirects`,
    });
    expect(endless.requests).toHaveLength(21);
  });

  test('is an answer where redirects are manual, an error where they are forbidden', async () => {
    await using partner = await redirecting(302, '/end');
    const manual = await follow([partner], { redirect: 'manual' });
    expect(manual).toMatchObject({ status: 302, redirected: false, url: `${partner.url}/start` });
    expect(manual.headers).toContainEqual(['location', '/end']);
    await expect(follow([partner], { redirect: 'error' })).rejects.toMatchObject({ kind: 'refused' });
  });

  test('without a Location, or of another status, is an answer', async () => {
    await using partner = await Partner.start((_request, seen) =>
      seen === 1 ? { status: 301 } : { status: 304, headers: { location: '/end' } },
    );
    await expect(follow([partner])).resolves.toMatchObject({ status: 301 });
    await expect(follow([partner])).resolves.toMatchObject({ status: 304 });
  });

  test('to what is no URL is the partner’s failure', async () => {
    await using partner = await redirecting(302, 'http://[bad/');
    await expect(follow([partner])).rejects.toMatchObject({ kind: 'network' });
  });

  test('to a path in UTF-8 is followed', async () => {
    await using partner = await redirecting(302, Buffer.from('/ü').toString('latin1'));
    await follow([partner]);
    expect(partner.requests[1]?.path).toBe('/%C3%BC');
  });
});
