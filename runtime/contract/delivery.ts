import type { FailureCode } from './failure-codes.ts';

/** The deliveries queue, retries queue and dispatcher that a delivery goes through. */
export const LANES = ['stream', 'batch', 'replay'] as const;
export type Lane = (typeof LANES)[number];

/** How one attempt failed, as it is remembered. */
export interface PastAttempt {
  /** Counts from 1. */
  readonly attempt: number;
  /** Milliseconds since 1970, when it ended. */
  readonly at: number;
  readonly code: FailureCode;
  /** Cut at `MAX_HISTORY_MESSAGE_LENGTH` characters. */
  readonly message: string;
}

/** What a delivery has of its own, apart from its event. */
export interface DeliveryHead {
  /** The same for every try at handing the event over, also when the router runs twice for it. */
  readonly id: string;
  readonly messageId: string;
  readonly sourceId: string;
  /** Milliseconds since 1970, when the event came in. */
  readonly receivedAt: number;
  /** Milliseconds since 1970, when its first attempt ended; `null` until then. */
  readonly firstAttemptAt: number | null;
  /** How much later than the policy says its retry window ends, in milliseconds: what platform errors took. */
  readonly windowExtensionMs: number;
  /** How often its child process died while it ran alone. */
  readonly childDeaths: number;
  /** The first and the latest of its failed attempts, oldest first, `MAX_HISTORY` at most. */
  readonly history: readonly PastAttempt[];
}

/** One event for one destination. The event stays text: only the isolate parses it. */
export interface Delivery extends DeliveryHead {
  readonly eventText: string;
}

const MAX_HISTORY = 10;
const MAX_HISTORY_MESSAGE_LENGTH = 200;

/** Adds `past` to a history and keeps it short: the first attempt tells how it began, the latest how it went on. */
export function rememberAttempt(history: readonly PastAttempt[], past: PastAttempt): readonly PastAttempt[] {
  const all = [...history, { ...past, message: past.message.slice(0, MAX_HISTORY_MESSAGE_LENGTH) }];
  return all.length <= MAX_HISTORY ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_HISTORY)];
}
