import { describe, expect, test } from '@jest/globals';
import { createGuardedEgress } from '../../runtime/sandbox/egress/guarded-egress.ts';
import { aRequest, egressOptions } from '../support/egress-request.ts';
import { Partner } from '../support/partner.ts';

// Whoever answers for a domain reads all names that are asked for below it, whether or not a connection follows.
describe('a name that is not in the egress list is not even looked up:', () => {
  test.each([
    ['in the request', 'https://secret.evil.example/'],
    ['below one that is in it, but not with its own', 'https://secret.acme.example.evil.example/'],
    ['behind credentials', 'https://api.acme.example@secret.evil.example/'],
    ['behind a backslash', 'https://secret.evil.example\\@api.acme.example/'],
  ])('%s', async (_, url) => {
    const asked: string[] = [];
    const egress = createGuardedEgress({
      resolveHost: async (name) => {
        asked.push(name);
        return [];
      },
    });
    const sent = egress.send(aRequest(url), egressOptions({ allowedHosts: ['api.acme.example'] }));
    await expect(sent).rejects.toMatchObject({ kind: 'refused' });
    expect(asked).toEqual([]);
  });

  test('in a redirect', async () => {
    await using partner = await Partner.start({
      status: 302,
      headers: { location: 'https://secret.evil.example/' },
    });
    const asked: string[] = [];
    const egress = createGuardedEgress({
      allowPrivateNetwork: [partner.host],
      resolveHost: async (name) => {
        asked.push(name);
        return [];
      },
    });
    const sent = egress.send(aRequest(partner.url), egressOptions({ allowedHosts: ['127.0.0.1'] }));
    await expect(sent).rejects.toMatchObject({ kind: 'refused' });
    expect(asked).toEqual([]);
    await egress.closeIdle();
  });
});
