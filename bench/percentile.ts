/**
 * @param share from 0 to 1: 0.99 gives the value that one in a hundred passes
 * @throws Error when there are none
 */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('Cannot take a percentile: there are no numbers');
  return value;
}
