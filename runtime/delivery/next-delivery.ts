import type { Delivery } from '../contract/delivery.ts';
import { rememberAttempt } from '../contract/delivery.ts';
import type { Disposition } from '../contract/disposition.ts';
import type { FailureCode } from '../contract/failure-codes.ts';

export interface NextDelivery {
  /** The number of the attempt that comes next, or was the last. */
  readonly attempt: number;
  readonly delivery: Delivery;
}

export interface AttemptEnded {
  /** The attempt's number, counting from 1. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  /** The child process died while it ran this delivery alone. */
  readonly childDied?: true | undefined;
}

/** What travels on after an attempt that did not end the delivery: its attempt, first time, history and deaths. */
export function nextDelivery(
  delivery: Delivery,
  { attempt, endedAt, childDied }: AttemptEnded,
  disposition: Exclude<Disposition, { kind: 'acknowledge' }>,
): NextDelivery {
  if (disposition.kind === 'postpone') {
    const windowExtensionMs = delivery.windowExtensionMs + disposition.windowExtensionMs;
    return { attempt, delivery: { ...delivery, windowExtensionMs } };
  }
  const { code, message } = disposition;
  const made = wasMade(code) ? attempt : attempt - 1;
  return {
    attempt: disposition.kind === 'retry' ? attempt + 1 : attempt,
    delivery: {
      ...delivery,
      firstAttemptAt: delivery.firstAttemptAt ?? (wasMade(code) ? endedAt : null),
      childDeaths: delivery.childDeaths + (childDied === true ? 1 : 0),
      history: rememberAttempt(delivery.history, { attempt: made, at: endedAt, code, message }),
    },
  };
}

/** An attempt that never came to run, or that failed by our own fault, does not count. */
function wasMade(code: FailureCode): boolean {
  return code !== 'expired' && code !== 'platform_error';
}
