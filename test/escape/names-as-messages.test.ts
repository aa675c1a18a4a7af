import { describe, expect, test } from '@jest/globals';
import { createGuardedEgress } from '../../runtime/sandbox/egress/guarded-egress.ts';
import { aRequest, egressOptions } from '../support/egress-request.ts';
import { Partner } from '../support/partner.ts';

/** An egress that finds no name, and keeps those that it was asked for. */
function askingEgress(allowPrivateNetwork: readonly string[] = []): {
  readonly egress: ReturnType<typeof createGuardedEgress>;
  readonly asked: readonly string[];
} {
  const asked: string[] = [];
  const resolveHost = async (name: string): Promise<never> => {
    asked.push(name);
    throw new Error(`there is no ${name}`);
  };
  return { egress: createGuardedEgress({ allowPrivateNetwork, resolveHost }), asked };
}

// Whoever answers for a domain reads all names that are asked for below it, whether or not a connection follows.
describe('a name that is not in the egress list is not even looked up:', () => {
  test.each([
    ['in the request', 'https://secret.evil.example/'],
    ['below one that is in it, but not with its own', 'https://secret.acme.example.evil.example/'],
    ['behind credentials', 'https://api.acme.example@secret.evil.example/'],
    ['behind a backslash', 'https://secret.evil.example\\@api.acme.example/'],
  ])('%s', async (_, url) => {
    const { egress, asked } = askingEgress();
    const sent = egress.send(aRequest(url), egressOptions({ allowedHosts: ['api.acme.example'] }));
    await expect(sent).rejects.toMatchObject({ kind: 'refused' });
    expect(asked).toEqual([]);
  });

  test('in a redirect', async () => {
    await using partner = await Partner.start({
      status: 302,
      headers: { location: 'https://secret.evil.example/' },
    });
    const { egress, asked } = askingEgress([partner.host]);
    const sent = egress.send(aRequest(partner.url), egressOptions({ allowedHosts: ['127.0.0.1'] }));
    await expect(sent).rejects.toMatchObject({ kind: 'refused' });
    expect(asked).toEqual([]);
    await egress.closeIdle();
  });
});

// Else nothing of all that would be found out.
test('a name that is in the egress list is looked up', async () => {
  const { egress, asked } = askingEgress();
  const options = egressOptions({ allowedHosts: ['api.acme.example'] });
  await expect(egress.send(aRequest('https://api.acme.example/'), options)).rejects.toThrow();
  expect(asked).toEqual(['api.acme.example']);
  await egress.closeIdle();
});
