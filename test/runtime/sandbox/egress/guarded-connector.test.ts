import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createGuardedEgress } from '../../../../runtime/sandbox/egress/guarded-egress.ts';
import { createGuardedConnector } from '../../../../runtime/sandbox/egress/guarded-connector.ts';
import type { ReachPolicy } from '../../../../runtime/sandbox/egress/reach-policy.ts';
import type { ResolveHost } from '../../../../runtime/sandbox/egress/resolve-host.ts';
import { resolvePublicName } from '../../../../runtime/sandbox/egress/resolve-host.ts';
import { DnsServer } from '../../../support/dns-server.ts';
import { aRequest, egressOptions } from '../../../support/egress-request.ts';
import { Partner } from '../../../support/partner.ts';

/** Tests have no public address to connect to: here 127.0.0.1 is one, and nothing else. */
const policy: ReachPolicy = {
  allowsPrivate: () => false,
  whyRefused: (_peer, address) => (address === '127.0.0.1' ? null : `the address ${address} is not public`),
};

async function connect(resolve: ResolveHost, port: number, reach: ReachPolicy = policy): Promise<Socket> {
  const connector = createGuardedConnector({
    policy: reach,
    resolvePublic: resolve,
    resolvePrivate: resolve,
    connectTimeoutMs: 10_000,
  });
  return new Promise((resolve, reject) => {
    connector({ hostname: 'rebinding.example', protocol: 'http:', port: String(port) }, (error, socket) =>
      error === null ? resolve(socket) : reject(error),
    );
  });
}

describe('createGuardedConnector()', () => {
  test('connects to the address that it checked: a name that changes its mind is asked once a connection', async () => {
    await using partner = await Partner.start();
    await using dns = await DnsServer.start((_name, type, asked) => {
      if (type === 'AAAA') return [];
      return asked === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
    });
    const socket = await connect(resolvePublicName(dns.resolver()), partner.port);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    expect(dns.questions.toSorted()).toEqual(['A rebinding.example', 'AAAA rebinding.example']);
    socket.destroy();
    await expect(connect(resolvePublicName(dns.resolver()), partner.port)).rejects.toThrow(
      'the address 10.0.0.1 is not public',
    );
  });

  test.each([
    ['among its others', ['127.0.0.1', '10.0.0.1'], []],
    ['of the other family', ['127.0.0.1'], ['fd00:0:0:0:0:0:0:1']],
    ['that is an IPv4 address in disguise', [], ['0:0:0:0:0:ffff:7f00:1']],
  ])('refuses a name with an address %s', async (_which, four, six) => {
    await using partner = await Partner.start();
    await using dns = await DnsServer.start((_name, type) => (type === 'A' ? four : six));
    await expect(connect(resolvePublicName(dns.resolver()), partner.port)).rejects.toMatchObject({
      name: 'AddressRefused',
    });
    expect(partner.connections).toBe(0);
  });

  test('tries the next address when one does not answer', async () => {
    await using partner = await Partner.start();
    const addresses = ['127.0.0.2', '127.0.0.1'].map((address) => ({ address, family: 4 }));
    const anyAddress: ReachPolicy = { allowsPrivate: () => false, whyRefused: () => null };
    const socket = await connect(async () => addresses, partner.port, anyAddress);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });
});

describe('createGuardedEgress() by a real name server', () => {
  test('reaches an opened peer by name', async () => {
    await using partner = await Partner.start();
    await using dns = await DnsServer.start((_name, type) => (type === 'A' ? ['127.0.0.1'] : []));
    const egress = createGuardedEgress({
      allowPrivateNetwork: [`partner.example:${partner.port}`],
      resolveHost: resolvePublicName(dns.resolver()),
    });
    const url = `http://partner.example:${partner.port}/`;
    await Promise.all(Array.from({ length: 20 }, async () => egress.send(aRequest(url), egressOptions())));
    expect(partner.requests).toHaveLength(20);
    expect(dns.questions).toHaveLength(2);
    await egress.closeIdle();
  });

  test.each([
    ['10.0.0.1', 'the address 10.0.0.1 is not public'],
    ['127.0.0.1', 'the address 127.0.0.1 is not public'],
    ['169.254.169.254', 'the address 169.254.169.254 is never reachable'],
  ])('refuses a name that stands for %s', async (address, reason) => {
    await using dns = await DnsServer.start((_name, type) => (type === 'A' ? [address] : []));
    const egress = createGuardedEgress({ resolveHost: resolvePublicName(dns.resolver()) });
    await expect(egress.send(aRequest('http://evil.example/x'), egressOptions())).rejects.toMatchObject({
      kind: 'refused',
      message: `Cannot fetch http://evil.example/x: ${reason}`,
    });
  });

  test('says that there is no such host', async () => {
    await using dns = await DnsServer.start(() => null);
    const egress = createGuardedEgress({ resolveHost: resolvePublicName(dns.resolver()) });
    await expect(egress.send(aRequest('http://nowhere.example/'), egressOptions())).rejects.toMatchObject({
      kind: 'network',
      message: 'Cannot reach nowhere.example: no such host',
    });
  });
});
