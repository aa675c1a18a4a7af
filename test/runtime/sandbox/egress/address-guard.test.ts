import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isPublicAddress } from '../../../../runtime/sandbox/egress/address-guard.ts';

describe('isPublicAddress() refuses', () => {
  test.each([
    ['this network', '0.0.0.0', '0.255.255.255'],
    ['private', '10.0.0.0', '10.255.255.255'],
    ['carrier-grade NAT', '100.64.0.0', '100.127.255.255'],
    ['loopback', '127.0.0.0', '127.255.255.255'],
    ['link-local', '169.254.0.0', '169.254.255.255'],
    ['private', '172.16.0.0', '172.31.255.255'],
    ['protocol assignments', '192.0.0.0', '192.0.0.255'],
    ['documentation', '192.0.2.0', '192.0.2.255'],
    ['6to4 relays', '192.88.99.0', '192.88.99.255'],
    ['private', '192.168.0.0', '192.168.255.255'],
    ['benchmarking', '198.18.0.0', '198.19.255.255'],
    ['documentation', '198.51.100.0', '198.51.100.255'],
    ['documentation', '203.0.113.0', '203.0.113.255'],
    ['multicast', '224.0.0.0', '239.255.255.255'],
    ['reserved', '240.0.0.0', '255.255.255.254'],
    ['broadcast', '255.255.255.255', '255.255.255.255'],
    ['unspecified', '::', '::'],
    ['loopback', '::1', '::1'],
    ['IPv4-compatible', '::8.8.8.8', '::ffff:ffff'],
    ['IPv4-mapped', '::ffff:8.8.8.8', '::ffff:ffff:ffff'],
    ['NAT64', '64:ff9b::', '64:ff9b::ffff:ffff'],
    ['local NAT64', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
    ['discard', '100::', '100::ffff:ffff:ffff:ffff'],
    ['Teredo', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['benchmarking', '2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff'],
    ['ORCHID', '2001:10::', '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['documentation', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['6to4', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['documentation', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['not handed out', '4000::', '5f00::1'],
    ['unique local', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['cloud metadata', 'fd00:ec2::254', 'fd00:ec2::254'],
    ['link-local', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['site-local', 'fec0::', 'feff::'],
    ['multicast', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['an interface', 'fe80::1%eth0', '2606:4700::1%eth0'],
    ['no address', 'localhost', ''],
    ['another spelling', '0x7f.1', '2130706433'],
  ])('%s: %s to %s', (_what, first, last) => {
    expect([first, last].map(isPublicAddress)).toEqual([false, false]);
  });

  test('every IPv4 address within IPv6', () => {
    const hextet = fc.integer({ min: 0, max: 0xffff }).map((group) => group.toString(16));
    fc.assert(
      fc.property(hextet, hextet, (high, low) => {
        const disguises = ['::', '::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::', '2001:0:'].map(
          (prefix) => (prefix === '2001:0:' ? `2001:0:${high}:${low}::` : `${prefix}${high}:${low}`),
        );
        expect([...disguises, `2002:${high}:${low}::1`].filter(isPublicAddress)).toEqual([]);
      }),
    );
  });
});

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
])('isPublicAddress() lets %s pass', (address) => expect(isPublicAddress(address)).toBe(true));
test.each(['128.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255'])(
  'isPublicAddress() lets %s pass',
  (address) => expect(isPublicAddress(address)).toBe(true),
);
test.each([
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '2a00:1450:4001::1',
  '2600:1f18::1',
])('isPublicAddress() lets %s pass', (address) => expect(isPublicAddress(address)).toBe(true));

test('isPublicAddress() decides IPv4 as the registry does, read with plain arithmetic', () => {
  const special = [
    [0, 8],
    [0x0a000000, 8],
    [0x64400000, 10],
    [0x7f000000, 8],
    [0xa9fe0000, 16],
    [0xac100000, 12],
    [0xc0000000, 24],
    [0xc0000200, 24],
    [0xc01fc400, 24],
    [0xc034c100, 24],
    [0xc0586300, 24],
    [0xc0a80000, 16],
    [0xc0af3000, 24],
    [0xc6120000, 15],
    [0xc6336400, 24],
    [0xcb007100, 24],
    [0xe0000000, 3],
  ] as const;
  const isSpecial = (ip: number): boolean =>
    special.some(([network, bits]) => ip >>> (32 - bits) === network >>> (32 - bits));
  const near = fc
    .tuple(fc.constantFrom(...special), fc.integer({ min: -3, max: 3 }))
    .map(([[network, bits], off]) => (network + (off > 0 ? 2 ** (32 - bits) : 0) + off) >>> 0);
  fc.assert(
    fc.property(fc.oneof(near, fc.integer({ min: 0, max: 0xffffffff })), (ip) => {
      const address = [24, 16, 8, 0].map((shift) => (ip >>> shift) & 0xff).join('.');
      expect(isPublicAddress(address)).toBe(!isSpecial(ip));
    }),
    { numRuns: 2_000 },
  );
});
