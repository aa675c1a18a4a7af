/** A duration as it is shown and counted: tenths of a millisecond tell what there is to tell. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
