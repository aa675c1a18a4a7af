/** As arithmetic makes a number of anything; `Number()` would take a BigInt as well. @throws TypeError */
export function toNumber(value: unknown): number {
  if (typeof value === 'bigint') throw new TypeError('Cannot convert a BigInt value to a number');
  return Number(value);
}
