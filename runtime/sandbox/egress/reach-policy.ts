import type { BlockList } from 'node:net';
import { isIPv4 } from 'node:net';
import { blockList, isPublicAddress } from './address-guard.ts';
import { BAD_PORTS } from './bad-ports.ts';
import type { Peer } from './peer.ts';
import { parsePeer, samePeer } from './peer.ts';

/** Lambda's runtime API: whoever reaches it reads other invocations' payloads and answers for them. */
const RUNTIME_API_PORT = 9001;
const LOOPBACK: readonly BlockList[] = [
  blockList(['127.0.0.0/8', '0.0.0.0/8'], 'ipv4'),
  blockList(['::/127'], 'ipv6'),
];
/** Where clouds hand out credentials; the runtime API lives there too. The IPv6 ones: AWS, and the same behind NAT64. */
const METADATA: readonly BlockList[] = [
  blockList(['169.254.0.0/16'], 'ipv4'),
  blockList(['fd00:ec2::/32', '64:ff9b::a9fe:0/112'], 'ipv6'),
];

/** Says which connections may be made, by what their peer's name resolved to. */
export interface ReachPolicy {
  /** Whether the operator lets this peer be on a private network. */
  allowsPrivate(peer: Peer): boolean;
  /** Why no connection may be made to a peer at this address; `null` when it may. */
  whyRefused(peer: Peer, address: string): string | null;
}

/**
 * Only public addresses, and there only ports that HTTP is spoken on, unless the operator opens a peer.
 *
 * @param allowPrivateNetwork "host:port" of each peer that may be on a private network, exactly as URLs name it, or
 * 'all'. Neither opens what hands out credentials: 169.254.0.0/16, its IPv6 twins, Lambda's runtime API.
 * @throws ParseError when an entry is no "host:port"
 */
export function createReachPolicy(allowPrivateNetwork: readonly string[] | 'all'): ReachPolicy {
  const peers =
    allowPrivateNetwork === 'all'
      ? 'all'
      : allowPrivateNetwork.map((entry, index) => parsePeer(entry, `allowPrivateNetwork[${index}]`));
  const allowsPrivate = (peer: Peer): boolean =>
    peers === 'all' || peers.some((allowed) => samePeer(allowed, peer));

  return {
    allowsPrivate,
    whyRefused(peer, address) {
      if (isPublicAddress(address))
        return BAD_PORTS.has(peer.port) ? `port ${peer.port} is not for HTTP` : null;
      if (holds(METADATA, address)) return `the address ${address} is never reachable`;
      if (peer.port === RUNTIME_API_PORT && holds(LOOPBACK, address)) {
        return `port ${RUNTIME_API_PORT} of ${address} is never reachable`;
      }
      if (allowsPrivate(peer)) return null;
      return `the address ${address} is not public`;
    },
  };
}

function holds(lists: readonly BlockList[], address: string): boolean {
  return lists.some((list) => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'));
}
