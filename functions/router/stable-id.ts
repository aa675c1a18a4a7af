import { hash } from 'node:crypto';

/** 128 bits are far more than any two of one queue's lifetime need to differ. */
const ID_LENGTH = 32;

/** An id that is the same for the same parts, so that a message routed twice makes the same deliveries. */
export function stableId(...parts: readonly (string | number)[]): string {
  return hash('sha256', parts.join('\n'), 'hex').slice(0, ID_LENGTH);
}
