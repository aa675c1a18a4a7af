import type { Log } from '../log.ts';
import type { Verdict } from './verdict.ts';

/**
 * Writes a line for each delivery that failed and is tried again or given up. What is discarded is only counted: a
 * function that takes one type of event discards all others, and a line for each would cost more than the delivery.
 * The failure's message is left out, since partners quote payloads in theirs; it stands in the delivery's history.
 */
export function logFailures(verdicts: readonly Verdict[], log: Log): void {
  for (const { message, delivery, disposition, code, durationMs } of verdicts) {
    if (code === null || disposition.kind === 'acknowledge') continue;
    log('attempt-failed', {
      destinationId: message.destinationId,
      deliveryId: delivery.id,
      messageId: delivery.messageId,
      attempt: message.attempt,
      code,
      disposition: disposition.kind,
      delayMs: 'delayMs' in disposition ? disposition.delayMs : null,
      durationMs,
    });
  }
}
