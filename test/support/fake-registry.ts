import type { Destination, Source, Subscription } from '../../runtime/contract/destination.ts';
import type { Registry } from '../../runtime/stores/ports.ts';

type Reads = Pick<Registry, 'findSource' | 'listDestinations' | 'getDestination' | 'getSubscription'>;

/** What the stages read of a registry, from memory. */
export class FakeRegistry implements Reads {
  readonly sources: Source[] = [];
  readonly destinations: Destination[] = [];
  readonly subscriptions: Subscription[] = [];
  /** Thrown by reads of these write keys, source ids, destination ids or subscription ids. */
  readonly failures = new Map<string, Error>();

  async findSource(writeKey: string): Promise<Source | null> {
    this.#mayFail(writeKey);
    return this.sources.find((each) => each.writeKey === writeKey) ?? null;
  }

  async listDestinations(sourceId: string): Promise<readonly Destination[]> {
    this.#mayFail(sourceId);
    return this.destinations.filter((each) => each.sourceId === sourceId);
  }

  async getDestination(destinationId: string): Promise<Destination | null> {
    this.#mayFail(destinationId);
    return this.destinations.find((each) => each.id === destinationId) ?? null;
  }

  async getSubscription(subscriptionId: string): Promise<Subscription | null> {
    this.#mayFail(subscriptionId);
    return this.subscriptions.find((each) => each.id === subscriptionId) ?? null;
  }

  #mayFail(key: string): void {
    const failure = this.failures.get(key);
    if (failure !== undefined) throw failure;
  }
}
