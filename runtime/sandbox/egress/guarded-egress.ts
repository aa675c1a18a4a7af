import type { Egress } from './egress.ts';
import { exchange } from './exchange.ts';
import { followRedirects } from './follow-redirects.ts';
import { GuardedAgents } from './guarded-agents.ts';
import { createGuardedConnector } from './guarded-connector.ts';
import type { SendHop } from './hop.ts';
import { createReachPolicy } from './reach-policy.ts';
import type { ResolveHost } from './resolve-host.ts';
import { resolvePrivateName, resolvePublicName, shareLookups } from './resolve-host.ts';

/** A host that takes longer than this to answer a call is as good as gone. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface GuardedEgressOptions {
  /**
   * The peers that may be on a private network, each "host:port" exactly as URLs name it ("127.0.0.1:9000",
   * "localhost:9000", "[::1]:9000"), or 'all' of them. Default: none.
   */
  readonly allowPrivateNetwork?: readonly string[] | 'all';
  /** Finds the addresses of names. Default: asks the name servers of the system. */
  readonly resolveHost?: ResolveHost;
  /** For name, connection and TLS together, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs?: number;
  /** PEM of the authorities that are trusted. Default: Node's own. */
  readonly ca?: string;
}

/**
 * The way out to the public internet: every address is checked when its connection is made, every redirect
 * like a request of its own, and all that goes out or comes in has a limit.
 * @throws ParseError when an entry of `allowPrivateNetwork` is no "host:port"
 */
export function createGuardedEgress({
  allowPrivateNetwork = [],
  resolveHost,
  connectTimeoutMs = CONNECT_TIMEOUT_MS,
  ca,
}: GuardedEgressOptions = {}): Egress {
  const connector = createGuardedConnector({
    policy: createReachPolicy(allowPrivateNetwork),
    resolvePublic: shareLookups(resolveHost ?? resolvePublicName()),
    resolvePrivate: shareLookups(resolveHost ?? resolvePrivateName),
    connectTimeoutMs,
    ca,
  });
  const agents = new GuardedAgents(connector);
  const sendFor =
    (owner: object): SendHop =>
    (request, signal) =>
      exchange(agents, request, { owner, signal });
  return {
    send: (request, options) => followRedirects(request, options, sendFor(options.owner)),
    closeIdle: () => agents.closeIdle(),
  };
}
