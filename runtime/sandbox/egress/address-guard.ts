import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What of IPv4 is not the public internet.
 * https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast (224/4).
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8', // this network; 0.0.0.0 connects to loopback
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, cloud metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
] as const;

/** All that is handed out of IPv6. Everything else (mapped, NAT64, ULA, link-local, multicast) is refused by not being in it. */
const GLOBAL_UNICAST_IPV6 = ['2000::/3'] as const;

/** What of 2000::/3 is special: https://www.iana.org/assignments/iana-ipv6-special-registry */
const SPECIAL_IPV6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: an IPv4 address in disguise
  '2620:4f:8000::/48', // AS112
  '3ffe::/16', // the 6bone, given back
  '3fff::/20', // documentation
] as const;

const specialIpv4 = blockList(SPECIAL_IPV4, 'ipv4');
const globalIpv6 = blockList(GLOBAL_UNICAST_IPV6, 'ipv6');
const specialIpv6 = blockList(SPECIAL_IPV6, 'ipv6');

/** Whether an IP address belongs to the public internet. What is no address, or names an interface (`fe80::1%eth0`), doesn't. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialIpv4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
}

/** Holds networks in CIDR notation. */
export function blockList(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
