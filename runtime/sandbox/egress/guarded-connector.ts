import type { LookupAddress } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import { connect as connectTcp, isIP } from 'node:net';
import { callbackify } from 'node:util';
import type { buildConnector } from 'undici';
import { RecentMap } from '../recent-map.ts';
import { AddressRefused } from './address-refused.ts';
import type { Peer } from './peer.ts';
import { peerOf } from './peer.ts';
import type { ReachPolicy } from './reach-policy.ts';
import type { ResolveHost } from './resolve-host.ts';

/** How long one of several addresses is waited for before the next is tried; a handshake around the world takes 0.3 s. */
const ATTEMPT_TIMEOUT_MS = 1_000;
/** TLS sessions are resumed after an invocation has closed its sockets; a host's share is about 2 KB. */
const MAX_SESSIONS = 100;

export interface GuardedConnectorOptions {
  readonly policy: ReachPolicy;
  /** For peers that the operator has not opened. */
  readonly resolvePublic: ResolveHost;
  /** For peers that the operator has opened on a private network. */
  readonly resolvePrivate: ResolveHost;
  /** For name, connection and TLS together, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** PEM of the authorities that are trusted; Node's own when left out. */
  readonly ca?: string | undefined;
}

/**
 * Opens connections for undici. A name is resolved once for each connection, every address that it has is checked,
 * and the connection goes to one of those addresses: no second lookup can answer differently.
 * Fails with `AddressRefused` when any of the addresses is refused.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  /** The latest of each peer. */
  const sessions = new RecentMap<string, Buffer>(MAX_SESSIONS);

  return ({ hostname, protocol, port }, callback) => {
    const peer = peerOf({ hostname, protocol, port });
    if (isIP(peer.hostname) !== 0) {
      // Node connects to a literal address without a lookup.
      const reason = options.policy.whyRefused(peer, peer.hostname);
      if (reason !== null) return callback(new AddressRefused(reason), null);
    }
    const address = {
      host: peer.hostname,
      port: peer.port,
      lookup: guardedLookup(peer, options),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
      noDelay: true,
    };
    if (protocol !== 'https:') return settle(connectTcp(address), 'connect', options, callback);

    // Loaded when it is first needed: it costs a process 20 ms.
    const { connect: connectTls } = process.getBuiltinModule('node:tls');
    const key = `${peer.hostname}:${peer.port}`;
    const session = sessions.get(key);
    const socket = connectTls({
      ...address,
      // A name in the handshake, but never an address: https://www.rfc-editor.org/rfc/rfc6066#section-3
      ...(isIP(peer.hostname) === 0 ? { servername: peer.hostname } : {}),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
      ...(session === undefined ? {} : { session }),
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
    socket.on('session', (latest) => sessions.set(key, latest));
    return settle(socket, 'secureConnect', options, callback);
  };
}

function guardedLookup(peer: Peer, options: GuardedConnectorOptions): LookupFunction {
  const find = callbackify(async () => findAddresses(peer, options));
  // On failure Node looks at the error alone.
  return (_hostname, _options, callback) => find((error, found) => callback(error, found));
}

/** @throws AddressRefused when any address is refused; what is in the way of one may be behind the others too */
async function findAddresses(
  peer: Peer,
  { policy, resolvePublic, resolvePrivate }: GuardedConnectorOptions,
): Promise<LookupAddress[]> {
  const resolveUnopened = isLocalName(peer.hostname) ? resolveLocal : resolvePublic;
  const found = await (policy.allowsPrivate(peer) ? resolvePrivate : resolveUnopened)(peer.hostname);
  for (const { address } of found) {
    const reason = policy.whyRefused(peer, address);
    if (reason !== null) throw new AddressRefused(reason);
  }
  return [...found];
}

/**
 * Name servers know nothing of these, and so would say "no such host" where "not public" is meant. The system would be
 * asked on one of the four threads that all programs share.
 */
const resolveLocal: ResolveHost = async () => [{ address: '127.0.0.1', family: 4 }];

/** https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
function isLocalName(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** Hands the socket over when it is ready, or the first error. */
function settle(
  socket: Socket,
  ready: 'connect' | 'secureConnect',
  { connectTimeoutMs }: GuardedConnectorOptions,
  callback: buildConnector.Callback,
): void {
  const timer = setTimeout(
    () => socket.destroy(Object.assign(new Error('connection timed out'), { code: 'ETIMEDOUT' })),
    connectTimeoutMs,
  );
  let isSettled = false;
  const once = (...result: Parameters<buildConnector.Callback>): void => {
    clearTimeout(timer);
    if (isSettled) return;
    isSettled = true;
    callback(...result);
  };
  socket.once(ready, () => once(null, socket));
  socket.on('error', (error) => once(error, null));
}
