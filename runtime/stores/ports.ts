import type { DeadLetter } from '../contract/dead-letter.ts';
import type { Destination, Settings, Source, Subscription } from '../contract/destination.ts';
import type { Program, ProgramSource } from '../contract/program.ts';
import type { RejectedEvent } from '../contract/rejected-event.ts';

/** What the workspaces have: sources, destinations, subscriptions and their live versions. */
export interface Registry {
  findSource(writeKey: string): Promise<Source | null>;
  /** All destinations of a source, also disabled ones. */
  listDestinations(sourceId: string): Promise<readonly Destination[]>;
  getDestination(destinationId: string): Promise<Destination | null>;
  getSubscription(subscriptionId: string): Promise<Subscription | null>;
  /** Every source, destination and subscription there is: for the CLI and the local platform, never on the way of an event. */
  listAll(): Promise<{
    readonly sources: readonly Source[];
    readonly destinations: readonly Destination[];
    readonly subscriptions: readonly Subscription[];
  }>;
  putSource(source: Source): Promise<void>;
  putDestination(destination: Destination): Promise<void>;
  deleteSource(sourceId: string): Promise<void>;
  deleteDestination(destinationId: string): Promise<void>;
  /**
   * Makes a program the subscription's live version, numbered one above the last; the subscription is made when
   * there is none. Publishing the live program again changes nothing.
   */
  publishVersion(
    subscription: Pick<Subscription, 'id' | 'name'>,
    programHash: string,
    publishedAt: Date,
  ): Promise<Subscription>;
}

/** Programs by hash. What is stored never changes. */
export interface ProgramStore {
  /** Stores a program under the SHA-256 of its stored form. */
  put(source: ProgramSource): Promise<Program>;
  /** `null` when there is none. @throws Error when what is stored is broken. */
  get(hash: string): Promise<Program | null>;
}

export interface DeadLetterStore {
  /** Files a dead letter by destination and day; the same delivery again replaces it. */
  put(letter: DeadLetter): Promise<void>;
  get(destinationId: string, id: string): Promise<DeadLetter | null>;
  /** In the order of destination and day. */
  list(destinationId?: string): AsyncIterable<DeadLetter>;
  delete(letter: Pick<DeadLetter, 'destinationId' | 'id' | 'gaveUpAt'>): Promise<void>;
}

export interface RejectedEventStore {
  /** Files a rejected event by day; the same one again replaces it. */
  put(event: RejectedEvent): Promise<void>;
  list(): AsyncIterable<RejectedEvent>;
}

/** Seals a destination's settings, so that only who may use the key reads them. */
export interface SettingsVault {
  /** @returns text that opens for this destination alone */
  seal(destinationId: string, settings: Settings): Promise<string>;
  /** @throws Error when `sealed` was changed, or sealed for another destination. */
  open(destinationId: string, sealed: string): Promise<Settings>;
}
