/** Rounds a delay up to what SQS knows, in milliseconds. What is delayed alike can travel together, too. */
export function wholeSeconds(delayMs: number): number {
  return Math.ceil(delayMs / 1_000) * 1_000;
}
