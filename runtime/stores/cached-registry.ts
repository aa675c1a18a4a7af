import type { Destination, Source, Subscription } from '../contract/destination.ts';
import { canBeWriteKey } from './can-be-write-key.ts';
import type { Registry } from './ports.ts';
import { TtlCache } from './ttl-cache.ts';

/** How long a change takes to be seen everywhere, at most. */
const TTL_MS = 10_000;
/** Of each kind: more destinations than one environment serves within the ten seconds. */
const MAX_ENTRIES = 2_000;

/** Keeps for ten seconds what is read for every message. Its own writes are seen at once. */
export class CachedRegistry implements Registry {
  readonly #registry: Registry;
  readonly #sources: TtlCache<Source | null>;
  readonly #destinationsOfSources: TtlCache<readonly Destination[]>;
  readonly #destinations: TtlCache<Destination | null>;
  readonly #subscriptions: TtlCache<Subscription | null>;

  constructor(registry: Registry, { now = () => performance.now() }: { readonly now?: () => number } = {}) {
    const options = { ttlMs: TTL_MS, maxEntries: MAX_ENTRIES, now };
    this.#registry = registry;
    this.#sources = new TtlCache(options);
    this.#destinationsOfSources = new TtlCache(options);
    this.#destinations = new TtlCache(options);
    this.#subscriptions = new TtlCache(options);
  }

  async findSource(writeKey: string): Promise<Source | null> {
    if (!canBeWriteKey(writeKey)) return null;
    return this.#sources.get(writeKey, () => this.#registry.findSource(writeKey));
  }

  listDestinations(sourceId: string): Promise<readonly Destination[]> {
    return this.#destinationsOfSources.get(sourceId, () => this.#registry.listDestinations(sourceId));
  }

  getDestination(destinationId: string): Promise<Destination | null> {
    return this.#destinations.get(destinationId, () => this.#registry.getDestination(destinationId));
  }

  getSubscription(subscriptionId: string): Promise<Subscription | null> {
    return this.#subscriptions.get(subscriptionId, () => this.#registry.getSubscription(subscriptionId));
  }

  listAll(): ReturnType<Registry['listAll']> {
    return this.#registry.listAll();
  }

  putSource(source: Source): Promise<void> {
    return this.#change(() => this.#registry.putSource(source));
  }

  putDestination(destination: Destination): Promise<void> {
    return this.#change(() => this.#registry.putDestination(destination));
  }

  deleteSource(sourceId: string): Promise<void> {
    return this.#change(() => this.#registry.deleteSource(sourceId));
  }

  deleteDestination(destinationId: string): Promise<void> {
    return this.#change(() => this.#registry.deleteDestination(destinationId));
  }

  publishVersion(
    subscription: Pick<Subscription, 'id' | 'name'>,
    programHash: string,
    publishedAt: Date,
  ): Promise<Subscription> {
    return this.#change(() => this.#registry.publishVersion(subscription, programHash, publishedAt));
  }

  /** Forgets everything once the change is made, also where it failed half-way: changes are rare. */
  async #change<Result>(change: () => Promise<Result>): Promise<Result> {
    try {
      return await change();
    } finally {
      this.#sources.clear();
      this.#destinationsOfSources.clear();
      this.#destinations.clear();
      this.#subscriptions.clear();
    }
  }
}
