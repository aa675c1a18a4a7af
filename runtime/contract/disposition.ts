import type { FailureCode } from './failure-codes.ts';

/** What we do about an outcome. Delays are whole seconds, in milliseconds: SQS knows no shorter ones. */
export type Disposition =
  /** The delivery is done: delivered, or discarded for `code`. */
  | { readonly kind: 'acknowledge'; readonly code: FailureCode | null }
  /** Another attempt after `delayMs`; this one counts. */
  | { readonly kind: 'retry'; readonly delayMs: number; readonly code: FailureCode; readonly message: string }
  /** Run later without counting an attempt; the retry window is longer by `windowExtensionMs`. */
  | { readonly kind: 'postpone'; readonly delayMs: number; readonly windowExtensionMs: number }
  /** Given up, and kept for a person. */
  | { readonly kind: 'dead-letter'; readonly code: FailureCode; readonly message: string };
