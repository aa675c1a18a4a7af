import type { RetryPolicy } from './retry-policy.ts';

/** Where a workspace's events come from; known by its write key. */
export interface Source {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly writeKey: string;
}

/** What a partner publishes to receive events; here a function. Its live version is what runs. */
export interface Subscription {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly live: Version;
}

/** An immutable, numbered build of a subscription function. */
export interface Version {
  /** Counts from 1. */
  readonly number: number;
  readonly programHash: string;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
}

/** A subscription switched on for one source, with that customer's settings. */
export interface Destination {
  readonly v: 1;
  readonly id: string;
  readonly name: string;
  readonly sourceId: string;
  readonly subscriptionId: string;
  readonly enabled: boolean;
  /** The settings' JSON, sealed for this destination (see runtime/stores/settings-vault.ts). */
  readonly sealedSettings: string;
  readonly retry: RetryPolicy;
}

/** The values that a customer filled in; their JSON takes at most `MAX_SETTINGS_BYTES`. */
export type Settings = Readonly<Record<string, unknown>>;
export const MAX_SETTINGS_BYTES = 64 * 1024;
