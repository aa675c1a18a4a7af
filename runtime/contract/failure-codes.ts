/** Whose it is to mend what failed. `last-failure`: whoever's the failure before it was. */
type Mender = 'partner' | 'customer' | 'operator' | 'last-failure' | 'nobody';

export interface Failure {
  /** Whether another attempt may succeed by itself. */
  readonly retried: boolean;
  /** Whether the delivery is kept as a dead letter when it is given up, or only counted. */
  readonly deadLettered: boolean;
  readonly mender: Mender;
  readonly meaning: string;
}

const partner = { mender: 'partner' } as const;

/**
 * Every way in which an attempt can fail. Decisions, documentation, console and CLI read this table and nothing else.
 * The first six codes and `gateway_timeout` are Segment's, https://segment.com/docs/connections/functions/destination-functions/#errors-and-error-handling
 */
export const FAILURES = {
  unsupported_event_type: {
    retried: false,
    deadLettered: false,
    ...partner,
    meaning: 'the function has no handler for this type of event',
  },
  message_rejected: {
    retried: false,
    deadLettered: false,
    ...partner,
    meaning: 'the function rejected the payload of this event',
  },
  filtered: {
    retried: false,
    deadLettered: false,
    ...partner,
    meaning: 'the function dropped this event on purpose',
  },
  retry: { retried: true, deadLettered: true, ...partner, meaning: 'the function asked for another attempt' },
  bad_request: { retried: false, deadLettered: true, ...partner, meaning: 'the function threw an error' },
  network_error: {
    retried: true,
    deadLettered: true,
    ...partner,
    meaning: 'the partner could not be reached',
  },
  gateway_timeout: {
    retried: true,
    deadLettered: true,
    ...partner,
    meaning: 'the function did not finish in time',
  },
  invalid_settings: {
    retried: false,
    deadLettered: true,
    mender: 'customer',
    meaning: 'a setting is missing or of the wrong type',
  },
  memory_limit_exceeded: {
    retried: true,
    deadLettered: true,
    ...partner,
    meaning: 'the function ran out of memory',
  },
  quarantined: {
    retried: false,
    deadLettered: true,
    ...partner,
    meaning: 'the function ended its process twice with this event',
  },
  destination_disabled: {
    retried: false,
    deadLettered: false,
    mender: 'customer',
    meaning: 'the destination was disabled or deleted while the event waited',
  },
  expired: {
    retried: false,
    deadLettered: true,
    mender: 'last-failure',
    meaning: 'the retry window was over before another attempt could start',
  },
  invalid_function: {
    retried: true,
    deadLettered: true,
    ...partner,
    meaning: 'the code of the function cannot be loaded',
  },
  platform_error: { retried: true, deadLettered: true, mender: 'operator', meaning: 'Sluice itself failed' },
} as const satisfies Record<string, Failure>;

export type FailureCode = keyof typeof FAILURES;

export function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(FAILURES, code);
}

export function isRetryable(code: FailureCode): boolean {
  return FAILURES[code].retried;
}

export function isDeadLettered(code: FailureCode): boolean {
  return FAILURES[code].deadLettered;
}
