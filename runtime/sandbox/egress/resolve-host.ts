import type { LookupAddress } from 'node:dns';
import { Resolver, lookup } from 'node:dns/promises';

/** Finds every address of a name, in the order in which they are to be tried. Rejects as node:dns does. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

/** A name server that is silent is asked twice; the handler's own deadline ends sooner when it is short. */
const DNS_TRIES = { timeout: 2_000, tries: 2 };

/**
 * Asks the name servers, and nothing else: no hosts file, no search domains. Unlike `dns.lookup` it takes no thread
 * of Node's pool (there are four), so a function whose names never resolve holds up nobody else's.
 */
export function resolvePublicName(
  resolver: Pick<Resolver, 'resolve4' | 'resolve6'> = new Resolver(DNS_TRIES),
): ResolveHost {
  return async (hostname) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = [...withFamily(four, 4), ...withFamily(six, 6)];
    if (addresses.length === 0) throw four.status === 'rejected' ? four.reason : new Error('no address');
    return addresses;
  };
}

function withFamily(found: PromiseSettledResult<string[]>, family: 4 | 6): readonly LookupAddress[] {
  return found.status === 'fulfilled' ? found.value.map((address) => ({ address, family })) : [];
}

/** Asks the system, hosts file included: for peers that the operator has opened on a private network. */
export const resolvePrivateName: ResolveHost = async (hostname) => lookup(hostname, { all: true });

/** Lets calls for a name that come while one is under way share its answer: a burst of connections asks once. */
export function shareLookups(resolve: ResolveHost): ResolveHost {
  const underWay = new Map<string, ReturnType<ResolveHost>>();
  return async (hostname) => {
    const running = underWay.get(hostname);
    if (running !== undefined) return running;
    const started = resolve(hostname).finally(() => underWay.delete(hostname));
    underWay.set(hostname, started);
    return started;
  };
}
